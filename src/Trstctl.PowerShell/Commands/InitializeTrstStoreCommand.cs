using Trstctl.Custody;
using Trstctl.History;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsData.Initialize, "TrstStore", HelpUri = HelpPages.Root + "Initialize-TrstStore.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstStore))]
public sealed class InitializeTrstStoreCommand : ConnectionCmdlet
{
    /// <summary>What guards the sealers: a key file, a password, or Windows data protection.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet(
        nameof(ProtectorKind.KeyFile), nameof(ProtectorKind.Password), nameof(ProtectorKind.DpapiUser), nameof(ProtectorKind.DpapiMachine))]
    public ProtectorKind Protector { get; set; }

    protected override void Process()
    {
        DemandSecrets(Protector);
        var path = this.ResolvePath(Path);
        Store.DemandFree(path, Tenant);
        OpenIdentity();
        if (!ShouldProcess(path, $"Create a store with tenant \"{Tenant}\""))
        {
            return;
        }

        var (ledger, custody) = MakeSecrets(Protector);
        WriteObject(Connected(Store.Initialize(path, Options(ledger, custody, readOnly: false))));
    }
}
