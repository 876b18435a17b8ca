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

    /// <summary>Settles a fork: the head that all agree upon, "size root", as the others read it aloud.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AcceptCheckpoint { get; set; }

    /// <summary>Drops the stored projections and makes them again from the verified ledger.</summary>
    [Parameter]
    public SwitchParameter RebuildProjection { get; set; }

    protected override void Process()
    {
        OpenIdentity(maySkip: true);
        var ledger = Protector is not null
            ? ProtectorSecrets.Demand(
                this, (ProtectorKind)Enum.Parse(typeof(ProtectorKind), Protector, ignoreCase: true), LedgerPassword, KeyFile)
            : ProtectorSecrets.Of(LedgerPassword, Resolve(KeyFile));
        var options = Options(ledger, CustodySecret, ReadOnly, AcceptCheckpoint);

        // The ledger's secret comes first, which nobody goes without.
        var store = Connected(Store.Connect(this.ResolvePath(Path), options, () => OpenIdentity()));
        if (store.Connection.NewlyPinned)
        {
            WriteWarning(
                $"This client meets tenant \"{store.Tenant}\" for the first time and now trusts it as {store.TenantId}. Compare "
                    + $"the words of this tenant id with those that were written down at the founding: {store.TenantWords}.");
        }

        if (store.Connection.Read((_, ledger) => ledger?.Uncured.Count() ?? 0, Cancellation) is > 0 and var voids)
        {
            WriteWarning(
                $"{new TrstException(ErrorId.EventsVoid, voids).Message} Get-TrstEvent -Void lists them, with the reason of each.");
        }

        if (store.Connection.GivenUpHead is { } head)
        {
            WriteWarning(
                $"This client saw another history of the tenant ({head}), which this store does not hold. Your next approval says so.");
        }

        if (store.Connection.IsMarkMissing)
        {
            WriteWarning(
                $"This client knows tenant \"{store.Tenant}\", but not any more how far its ledger had come: an older copy would not "
                    + "be noticed. Compare Get-TrstTenant's checkpoint with another client's.");
        }

        if (store.Identity is { } you && store.Connection.Roster is { } roster && roster.FindByKey(you.Spki) is null)
        {
            WriteWarning($"The key of {store.You} ({you.Thumbprint}) is not on the roster in force: what it signs is refused.");
        }

        WarnOfTime(store);
        if (RebuildProjection)
        {
            store.Connection.RebuildProjection(Cancellation);
        }

        WriteObject(store);
    }

    private void WarnOfTime(TrstStore store)
    {
        var (last, now) = (store.Connection.Read((_, ledger) => ledger?.LastTime ?? default, Cancellation), store.Connection.Now);
        if (last != default && now > last + LedgerWriter.LongSilence)
        {
            WriteWarning(
                $"Nobody signed anything here since {last:u}, by a clock that reads {now:u}. If the clock is "
                    + "right, go on: the next statement records the gap.");
        }
        else if (now + LedgerWriter.AllowedSkew < last)
        {
            WriteWarning(
                $"The latest signed statement is of {last:u}, and the clock reads {now:u}: nothing can be "
                    + "added but what puts the time back (Start-TrstCeremony CorrectClock).");
        }
    }
}
