namespace Trstctl.PowerShell;

/// <summary>Takes a PSCredential where a SecureString is wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PasswordTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Reference.Unwrap(inputData) switch
        {
            PSCredential credential => credential.Password,
            object[] several => several.Select(one => Reference.Unwrap(one) is PSCredential each ? each.Password : one).ToArray(),
            _ => inputData,
        };
}
