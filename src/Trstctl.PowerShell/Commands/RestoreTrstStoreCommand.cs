using System.Security;
using Trstctl.Custody;
using Trstctl.History;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsData.Restore, "TrstStore", HelpUri = HelpPages.Root
    + "Restore-TrstStore.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TrstStore))]
public sealed class RestoreTrstStoreCommand : ConnectionCmdlet
{
    /// <summary>The folder of the restored store; it must be new or empty.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = string.Empty;

    /// <summary>What guards the new sealers: a key file, a password, or Windows data protection.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet(
        nameof(ProtectorKind.KeyFile), nameof(ProtectorKind.Password), nameof(ProtectorKind.DpapiUser), nameof(ProtectorKind.DpapiMachine))]
    public ProtectorKind Protector { get; set; }

    /// <summary>Opens the copy's custody sealer, so that the resumption seals its CA keys in Operational custody anew; without it they
    /// are left behind.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? OldCustodyPassword { get; set; }

    /// <summary>The key file that opens the copy's custody sealer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OldCustodyKeyFile { get; set; }

    /// <summary>Restores a damaged copy up to its last sound checkpoint; what came after is lost for good.</summary>
    [Parameter]
    public SwitchParameter CutDamage { get; set; }

    protected override void Process()
    {
        DemandSecrets(Protector);
        OpenIdentity();
        var restorer = You
            ?? throw new TrstException(ErrorId.IdentityNotFound, "an operator or custodian of the copy's roster signs the restoration");
        var old = ProtectorSecrets.Of(OldCustodyPassword, Resolve(OldCustodyKeyFile));
        var (source, destination) = (this.ResolvePath(Path), this.ResolvePath(Destination));
        Store.DemandFree(destination, Tenant);
        var lost = CutDamage ? Store.DamageOf(source, destination, Tenant) : null;
        var cut = lost is null ? string.Empty : $", and lose {lost} of it for good ({lost.Fault})";
        if (!this.ShouldProcess(defaultNo: true, destination, $"Restore tenant \"{Tenant}\" from {source} under a new ledger key{cut}"))
        {
            return;
        }

        var store = Connected(Store.Restore(
            source, destination, Options(null, null, readOnly: false, oldCustody: old), restorer, lost, () =>
            {
                var (ledger, custody) = MakeSecrets(Protector);
                return Options(ledger, custody, readOnly: false, oldCustody: old);
            }));
        WriteWarning(
            $"Compare the tenant id with the one that was written down: {store.TenantId}, in words {store.TenantWords}. Nothing runs "
                + "before the quorum accepts this copy: Start-TrstCeremony Resume, approvals, Complete-TrstCeremony. "
                + (old is null ? "Keys in Operational custody are lost with it." : "It seals keys in Operational custody anew."));
        if (lost is not null)
        {
            WriteWarning($"The copy was damaged: {lost} are lost, with every key that was sealed in them. {lost.Fault}");
        }

        if (store.Connection.GivenUpHead is { } head)
        {
            WriteWarning($"This client saw more than the copy holds ({head}): who approves the resumption gives that up.");
        }

        WriteObject(store);
    }
}
