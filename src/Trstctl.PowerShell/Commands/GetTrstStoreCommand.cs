namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstStore", HelpUri = HelpPages.Root + "Get-TrstStore.md")]
[OutputType(typeof(TrstStore))]
public sealed class GetTrstStoreCommand : StoreCmdlet
{
    protected override void Process() => WriteObject(DemandStore());
}
