using System.Data.Common;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.Rosters;
using Trstctl.State;

namespace Trstctl.PowerShell;

/// <summary>A cmdlet that works on a connected store: the one given, or the runspace's.</summary>
public abstract class StoreCmdlet : TrstCmdlet
{
    internal const string DefaultStoreVariable = "TrstctlDefaultStore";

    /// <summary>A store from Connect-TrstStore; the runspace's connected store by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public TrstStore? Store { get; set; }

    /// <summary>The tenant that is meant; it must be the connected one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    private protected StoreConnection Connection => DemandStore().Connection;

    private protected CeremonyQueries Queries => new(Connection);

    private protected CeremonyService Ceremonies => new(Connection);

    private protected TrstStore? DefaultStore => Default(this);

    private protected TrstStore DemandStore()
    {
        var store = Demand(Store ?? DefaultStore, Tenant);
        Used = store.Connection;
        return store;
    }

    /// <summary>The store if it is connected, and to the tenant that is meant.</summary>
    internal static TrstStore Demand(TrstStore? store, string? tenant)
    {
        if (store is null)
        {
            throw new TrstException(ErrorId.NotConnected);
        }

        if (!store.IsConnected)
        {
            throw new TrstException(ErrorId.StoreClosed, store.Location);
        }

        return tenant is null || string.Equals(tenant, store.Tenant, StringComparison.Ordinal)
            ? store
            : throw new TrstException(ErrorId.TenantMismatch, "The connection", store.Tenant, tenant);
    }

    internal static TrstStore? Default(PSCmdlet cmdlet) =>
        Reference.Unwrap(cmdlet.SessionState.PSVariable.GetValue("global:" + DefaultStoreVariable)) as TrstStore;

    private protected TrstCeremony Show(CeremonyRecord record) => Show(Ceremonies.Review(record.CeremonyId, Cancellation));

    /// <summary>Shows how it stands what was recorded. Where that cannot be read any more it is recorded all the same, and an error would
    /// say that it is not.</summary>
    /// <param name="instead">What is known without reading, if anything is.</param>
    private protected void WriteRecorded(Func<object> show, CeremonyRecord? instead = null)
    {
        object? shown;
        try
        {
            shown = show();
        }
        catch (Exception e) when (e is TrstException or IOException or UnauthorizedAccessException or DbException)
        {
            WriteWarning($"It was recorded, and how it stands now cannot be read. Do not do it again before you have looked. {e.Message}");
            shown = instead is null ? null : new TrstCeremony(new CeremonyView(instead, instead.Status, []), []);
        }

        if (shown is not null)
        {
            WriteObject(shown);
        }
    }

    private protected TrstCeremony Show(PlanReview review) => Show(Queries.Get(review.Ceremony, Cancellation), review);

    private protected TrstCeremony Show(CeremonyView view, PlanReview? review = null)
    {
        var (store, id) = (DemandStore(), view.Record.CeremonyId);
        return new(
            view, Present(view.Made),
            () => Consent.Text(review ?? (store.IsConnected
                ? new CeremonyService(store.Connection).Review(id)
                : throw new TrstException(ErrorId.StoreClosed, store.Location))));
    }

    /// <summary>What a ceremony made, as scripts get it. Link certificates are shown with the authorities whose keys they link.</summary>
    private protected IEnumerable<object> Present(IReadOnlyList<Document> made)
    {
        var links = made.OfType<CrossCertificateRecord>().Where(c => c.Link is not null).ToArray();
        return made.Except(links).Select(document => Present(document, links));
    }

    private object Present(Document document, IReadOnlyList<CrossCertificateRecord> links) => document switch
    {
        AuthorityRecord authority => new TrstCA(authority, links),
        CARequestRecord request => new TrstCARequest(request),
        CrossCertificateRecord cross => new TrstCrossCertificate(cross),
        RosterRecord roster => new TrstRoster(roster.Roster, roster.Roster.Epoch == Connection.Roster?.Epoch),
        TenantRecord => new TrstTenant(Connection),
        _ => document.ToString()!,
    };
}
