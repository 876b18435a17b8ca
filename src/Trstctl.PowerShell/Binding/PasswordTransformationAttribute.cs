using System.Management.Automation;

namespace Trstctl.PowerShell;

/// <summary>Takes a PSCredential where a SecureString is wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PasswordTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Reference.Unwrap(inputData) is PSCredential credential ? credential.Password : inputData;
}
