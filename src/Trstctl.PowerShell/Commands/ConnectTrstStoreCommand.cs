using Trstctl.Custody;
using Trstctl.History;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommunications.Connect, "TrstStore", HelpUri = HelpPages.Root + "Connect-TrstStore.md")]
[OutputType(typeof(TrstStore))]
public sealed class ConnectTrstStoreCommand : ConnectionCmdlet
{
    /// <summary>Windows data protection of this account or machine instead of a password or key file.</summary>
    [Parameter]
    [ValidateSet(nameof(ProtectorKind.DpapiUser), nameof(ProtectorKind.DpapiMachine))]
    public string? Protector { get; set; }

    /// <summary>No secret is needed and nothing can be changed.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Vouches for a clock that moved more than 24 hours since the last event; the gap is recorded.</summary>
    [Parameter]
    public SwitchParameter AcceptClock { get; set; }

    /// <summary>Drops the stored projections and makes them again from the verified ledger.</summary>
    [Parameter]
    public SwitchParameter RebuildProjection { get; set; }

    protected override void Process()
    {
        var ledger = Protector is not null
            ? new ProtectorSecret { Kind = (ProtectorKind)Enum.Parse(typeof(ProtectorKind), Protector, ignoreCase: true) }
            : ProtectorSecrets.Of(Password, Resolve(KeyFile));
        var custody = ProtectorSecrets.Of(CustodyPassword, Resolve(CustodyKeyFile));
        var store = new TrstStore(Store.Connect(this.ResolvePath(Path), Options(ledger, custody, ReadOnly, AcceptClock)));
        if (store.Connection.NewlyPinned)
        {
            WriteWarning(
                $"This client meets tenant \"{store.Tenant}\" for the first time and now trusts it as {store.TenantId}. Compare "
                    + "that with the genesis digest that was written down at the founding.");
        }

        if (store.Connection.Read((_, ledger) => ledger?.Voids.Count ?? 0, Cancellation) is > 0 and var voids)
        {
            WriteWarning(
                $"{voids} of the ledger's events have no effect: somebody who has its secret wrote what nobody signed or no quorum "
                    + "decided. Get-TrstEvent -Void lists them, with the reason of each.");
        }

        if (RebuildProjection)
        {
            store.Connection.RebuildProjection(Cancellation);
        }

        SetDefaultStore(store);
        WriteObject(store);
    }
}
