using System.Management.Automation;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstStore")]
[OutputType(typeof(object))]
public sealed class GetTrstStoreCommand : TrstCmdlet
{
    protected override void Process() => throw new TrstException(ErrorId.NotConnected);
}
