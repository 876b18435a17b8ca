namespace Trstctl.Ceremonies;

public enum Decision
{
    Approve,
    Deny,
    Withdraw,
}

/// <summary>How a ceremony stands. The stored states are Pending and the ends; Ready and Expired also follow from count and
/// clock.</summary>
public enum CeremonyStatus
{
    /// <summary>Open; approvals are being gathered.</summary>
    Pending,

    /// <summary>Open, and the quorum is there.</summary>
    Ready,
    Completed,
    Denied,
    Stopped,
    Expired,
    Voided,
}

/// <summary>Where one custodian's statement stands in the ledger.</summary>
/// <param name="Epoch">The roster epoch that the custodian speaks from; in a roster change the next one for new and changed keys.</param>
/// <param name="Statement">SHA-256 of the signed statement.</param>
public sealed record StatementRecord(
    string Custodian, int Epoch, Decision Decision, long Sequence, DateTime Time, string? Reason, Digest Statement)
{
    /// <summary>The head of another history that its signer gave up, or null.</summary>
    internal LedgerPoint? GivenUp { get; init; }
}

/// <summary>A share that a custodian released to one session; the release itself is stored apart and erased with the ceremony.</summary>
public sealed record ReleaseRecord(string Custodian, Digest Session, Digest Release);

/// <summary>Somebody whose approval counts in a group; a dissenter's denial ends the ceremony only once the quorum is out of
/// reach.</summary>
public sealed record QuorumVoter(string Name, int Epoch, bool Dissents);

/// <summary>So many of these must approve; a ceremony needs each of its groups.</summary>
public sealed record QuorumGroup(string Name, int Needed, IReadOnlyList<QuorumVoter> Voters);

/// <summary>A ceremony as the ledger tells it.</summary>
public sealed record CeremonyRecord : Document
{
    public const string KindName = "ceremony";

    public override string Kind => KindName;

    public override string Id => CeremonyId;

    /// <summary>Whole; its row holds what people search by.</summary>
    internal Plan Plan { get; init; } = null!;

    public string CeremonyId => Plan.Ceremony;

    public string Operation => Plan.Operation;

    public string Purpose => Plan.Purpose;

    /// <summary>What the ceremony is about, in a few words.</summary>
    public string Title => Plan.Title;

    /// <summary>Pending, or how it ended; see <see cref="StatusAt"/> for what follows from count and clock.</summary>
    public CeremonyStatus Status { get; init; }

    public Digest PlanDigest => Plan.Digest;

    public string Opener => Plan.Opener;

    public IReadOnlyList<string> Executors => Plan.Executors;

    public DateTime OpenedAt => Plan.OpenedAt;

    public DateTime GatherBy => Plan.GatherBy;

    public DateTime UseBy => Plan.UseBy;

    /// <summary>Who may approve, without the opener, and how many of them must.</summary>
    public IReadOnlyList<QuorumGroup> Groups { get; init; } = [];

    public int Epoch => Plan.Quorum.Epoch;

    /// <summary>Sequence number of <c>ceremony.started</c>, which holds the signed plan.</summary>
    public long StartedAt { get; init; }

    /// <summary>Sequence number of <c>ceremony.completed</c>, or null: of two ceremonies it says which decided last.</summary>
    public long? CompletedAt { get; init; }

    /// <summary>Sequence number of the newest <c>key.open-requested</c>, or null where no session ever asked for shares.</summary>
    public long? OpeningAt { get; init; }

    /// <summary>SHA-256 of the newest session's public key, or null.</summary>
    public Digest? Session { get; init; }

    /// <summary>Who asked for the newest session, or null.</summary>
    public string? SessionExecutor { get; init; }

    /// <summary>What was released to the newest session.</summary>
    public IReadOnlyList<ReleaseRecord> Releases { get; init; } = [];

    public string? EndReason { get; init; }

    public IReadOnlyList<StatementRecord> Statements { get; init; } = [];

    /// <summary>Ids of what the ceremony made.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>The group that lacks most; of a plain ceremony the only one.</summary>
    public QuorumGroup Lacking => Groups.OrderByDescending(g => g.Needed - CountIn(g)).First();

    /// <summary>By the words alone; the gate verifies every signature again.</summary>
    public bool HasQuorum => Groups.Count > 0 && Groups.All(g => CountIn(g) >= g.Needed);

    public IReadOnlyList<StatementRecord> Approvals => Statements
        .Select(s => WordOf(s.Custodian, s.Epoch)!)
        .Distinct()
        .Where(s => s.Decision == Decision.Approve)
        .ToArray();

    /// <summary>Who can still approve.</summary>
    public IReadOnlyList<string> WaitingFor => Groups
        .Where(g => CountIn(g) < g.Needed)
        .SelectMany(g => g.Voters)
        .Where(v => WordOf(v.Name, v.Epoch) is null)
        .Select(v => v.Name)
        .Distinct(StringComparer.Ordinal)
        .ToArray();

    /// <summary>The custodian's word that stands: a denial or withdrawal is final whatever its order of arrival.</summary>
    public StatementRecord? WordOf(string custodian, int epoch) => Statements
        .Where(s => s.Epoch == epoch && string.Equals(s.Custodian, custodian, StringComparison.Ordinal))
        .OrderByDescending(s => s.Decision == Decision.Approve ? 0 : 1)
        .FirstOrDefault();

    public int CountIn(QuorumGroup group) => group.Voters.Count(v => WordOf(v.Name, v.Epoch)?.Decision == Decision.Approve);

    /// <summary>True where a denial by this custodian ends the ceremony.</summary>
    internal bool EndsWith(string custodian, int epoch) =>
        Groups
            .SelectMany(g => g.Voters)
            .FirstOrDefault(v => v.Epoch == epoch && string.Equals(v.Name, custodian, StringComparison.Ordinal)) is not { Dissents: true }
        || Groups.Any(g => g.Voters.Count(v => WordOf(v.Name, v.Epoch) is null or { Decision: Decision.Approve }) < g.Needed);

    public CeremonyStatus StatusAt(DateTime now)
    {
        if (Status != CeremonyStatus.Pending)
        {
            return Status;
        }

        var ready = HasQuorum;
        return now > (ready ? UseBy : GatherBy) ? CeremonyStatus.Expired : ready ? CeremonyStatus.Ready : CeremonyStatus.Pending;
    }

    internal override JsonObject ToJson() => new()
    {
        { "id", CeremonyId },
        { "operation", Operation },
        { "purpose", Purpose },
        { "title", Title },
        { "status", Status.ToString() },
        { "planDigest", PlanDigest },
        { "opener", Opener },
        { "openedAt", OpenedAt },
        { "gatherBy", GatherBy },
        { "useBy", UseBy },
        { "groups", new JsonArray(Groups.Select(WriteGroup)) },
        { "epoch", Epoch },
        { "startedAt", StartedAt },
        { "completedAt", CompletedAt is null ? null : (JsonValue)CompletedAt.Value },
        { "openingAt", OpeningAt is null ? null : (JsonValue)OpeningAt.Value },
        { "sessionExecutor", SessionExecutor is null ? null : (JsonValue)SessionExecutor },
        { "session", Session is null ? null : (JsonValue)Session.Value },
        {
            "releases", new JsonArray(Releases.Select(r => new JsonObject
            {
                { "custodian", r.Custodian }, { "session", r.Session }, { "release", r.Release },
            }))
        },
        { "endReason", EndReason is null ? null : (JsonValue)EndReason },
        { "statements", new JsonArray(Statements.Select(WriteStatement)) },
        { "results", JsonArray.Of(Results) },
    };

    private static JsonObject WriteGroup(QuorumGroup group) => new()
    {
        { "name", group.Name },
        { "needed", group.Needed },
        { "voters", new JsonArray(group.Voters.Select(
            v => new JsonObject { { "name", v.Name }, { "epoch", v.Epoch }, { "dissents", v.Dissents } })) },
    };

    private static JsonObject WriteStatement(StatementRecord statement) => new()
    {
        { "custodian", statement.Custodian },
        { "epoch", statement.Epoch },
        { "decision", statement.Decision.ToString() },
        { "seq", statement.Sequence },
        { "time", statement.Time },
        { "reason", statement.Reason is null ? null : (JsonValue)statement.Reason },
        { "statement", statement.Statement },
        { "givenUp", statement.GivenUp?.ToJson() },
    };
}
