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
    private PlanSummary said = null!;
    private Lazy<Plan> plan = null!;

    public const string KindName = "ceremony";

    public override string Kind => KindName;

    public override string Id => CeremonyId;

    /// <summary>Whole; its row holds what people search by. Of a record that was read it is parsed when somebody first asks.</summary>
    internal Plan Plan
    {
        get => plan.Value;
        init => (plan, said) = (new Lazy<Plan>(() => value), PlanSummary.Of(value));
    }

    internal byte[] PlanBytes => (plan as PlanAside)?.Bytes ?? Plan.Bytes;

    /// <summary>The same with its plan as bytes, which are read again for who asks: of a ceremony that ended hardly anybody does.</summary>
    internal CeremonyRecord PutAside() => plan is PlanAside ? this : this with { plan = new PlanAside(Plan.Bytes) };

    public string CeremonyId => said.Ceremony;

    public string Operation => said.Operation;

    public string Purpose => said.Purpose;

    /// <summary>What the ceremony is about, in a few words.</summary>
    public string Title => said.Title;

    /// <summary>The title; where it is a distinguished name, its common name.</summary>
    public string ShortTitle => NameOf(Title);

    /// <summary>Pending, or how it ended; see <see cref="StatusAt"/> for what follows from count and clock.</summary>
    public CeremonyStatus Status { get; init; }

    public Digest PlanDigest => said.Digest;

    public string Opener => said.Opener;

    public IReadOnlyList<string> Executors => said.Executors;

    public DateTime OpenedAt => said.OpenedAt;

    public DateTime GatherBy => said.GatherBy;

    public DateTime UseBy => said.UseBy;

    /// <summary>Who may approve, without the opener, and how many of them must.</summary>
    public IReadOnlyList<QuorumGroup> Groups { get; init; } = [];

    public int Epoch => said.Epoch;

    /// <summary>Sequence number of <c>ceremony.started</c>, which holds the signed plan.</summary>
    public long StartedAt { get; init; }

    /// <summary>Sequence number of <c>ceremony.completed</c>, or null: of two ceremonies it says which decided last.</summary>
    public long? CompletedAt { get; init; }

    /// <summary>Who signed the execution, or null.</summary>
    public string? ExecutedBy { get; init; }

    /// <summary>UTC: the completion's time, or null.</summary>
    public DateTime? Completed { get; init; }

    /// <summary>Sequence number of the newest <c>key.open-requested</c>, or null where no session ever asked for shares.</summary>
    public long? OpeningAt { get; init; }

    /// <summary>SHA-256 of the newest session's public key, or null.</summary>
    public Digest? Session { get; init; }

    /// <summary>Who asked for the newest session, or null.</summary>
    public string? SessionExecutor { get; init; }

    /// <summary>What was released to the newest session.</summary>
    public IReadOnlyList<ReleaseRecord> Releases { get; init; } = [];

    public string? EndReason { get; init; }

    /// <summary>Whose words ended it without success; empty where it goes on, was completed, or nobody did.</summary>
    internal IReadOnlyList<string> EndedBy => Status switch
    {
        CeremonyStatus.Denied =>
            [.. Statements.Where(s => s.Decision == Decision.Deny).Select(s => s.Custodian).Distinct(StringComparer.Ordinal)],
        CeremonyStatus.Stopped => [Opener],
        _ => [],
    };

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

    /// <summary>Those that did not end.</summary>
    internal const string Pending = "pending";

    /// <summary>The last eight digits of the id.</summary>
    internal const string End = "end";
    internal const int EndLength = 8;

    internal override IEnumerable<(string By, string Value)> IndexedBy =>
    [
        (End, CeremonyId.Substring(Math.Max(0, CeremonyId.Length - EndLength))),
        .. Status == CeremonyStatus.Pending ? [(Pending, string.Empty)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>The common name of a distinguished name; any other text as it is.</summary>
    public static string NameOf(string title)
    {
        try
        {
            return title.IndexOf('=') < 0 ? title : CanonicalText.Escape(DistinguishedName.Parse("title", title).CommonName);
        }
        catch (TrstException)
        {
            return title;
        }
    }

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    /// <param name="json">As <see cref="ToJson"/> wrote it.</param>
    /// <param name="plan">The plan, which must be the one that the row names; called at most once.</param>
    internal static CeremonyRecord FromJson(JsonObject json, Func<Plan> plan)
    {
        var read = Fields.Read<CeremonyRecord>(json, "ceremony", Declare);
        return read with
        {
            plan = new(() => plan() is { } found && found.Digest == read.PlanDigest
                ? found
                : throw new TrstException(
                    ErrorId.PlanInvalid, null, read.CeremonyId, Uuid.Short(read.CeremonyId), "it is another one than was started")),
        };
    }

    private static CeremonyRecord Declare(Fields f, CeremonyRecord? r) => new()
    {
        said = PlanSummary.Declare(f, r?.said),
        Status = f.Enum("status", r?.Status),
        Groups = f.Objects("groups", r?.Groups, int.MaxValue, DeclareGroup),
        StartedAt = f.Sequence("startedAt", r?.StartedAt),
        CompletedAt = f.OptionalSequence("completedAt", r?.CompletedAt),
        ExecutedBy = f.OptionalText("executedBy", r?.ExecutedBy, 64),
        Completed = f.OptionalTime("completed", r?.Completed),
        OpeningAt = f.OptionalSequence("openingAt", r?.OpeningAt),
        SessionExecutor = f.OptionalText("sessionExecutor", r?.SessionExecutor, 64),
        Session = f.OptionalDigest("session", r?.Session),
        Releases = f.Objects("releases", r?.Releases, int.MaxValue, DeclareRelease),
        EndReason = f.OptionalText("endReason", r?.EndReason, 2048),
        Statements = f.Objects("statements", r?.Statements, int.MaxValue, DeclareStatement),
        Results = f.Texts("results", r?.Results, int.MaxValue),
    };

    private static ReleaseRecord DeclareRelease(Fields f, ReleaseRecord? r) =>
        new(f.Text("custodian", r?.Custodian, 64), f.Digest("session", r?.Session), f.Digest("release", r?.Release));

    private static QuorumGroup DeclareGroup(Fields f, QuorumGroup? g) => new(
        f.Text("name", g?.Name, 64), f.Number("needed", g?.Needed, 0), f.Objects("voters", g?.Voters, int.MaxValue, DeclareVoter));

    private static QuorumVoter DeclareVoter(Fields f, QuorumVoter? v) =>
        new(f.Text("name", v?.Name, 64), f.Number("epoch", v?.Epoch, 0), f.Boolean("dissents", v?.Dissents));

    private static StatementRecord DeclareStatement(Fields f, StatementRecord? s) => new(
        f.Text("custodian", s?.Custodian, 64),
        f.Number("epoch", s?.Epoch, 0),
        f.Enum("decision", s?.Decision),
        f.Sequence("seq", s?.Sequence),
        f.Time("time", s?.Time),
        f.OptionalText("reason", s?.Reason, Approval.MaxReason),
        f.Digest("statement", s?.Statement))
    {
        GivenUp = f.OptionalObject("givenUp", s?.GivenUp, LedgerPoint.Declare),
    };

    private sealed class PlanAside(byte[] bytes) : Lazy<Plan>(() => Plan.FromBytes(bytes))
    {
        public byte[] Bytes => bytes;
    }
}
