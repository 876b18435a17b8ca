namespace Trstctl.Reports;

/// <summary>What the ledger proves of one ceremony, <c>trstctl-ceremony-report/1</c>: for the ticket of a change and for auditors. Every
/// page is rendered from this and nothing else. Digests are hex, as people see them.</summary>
internal sealed record CeremonyReport
{
    public const string Format = "trstctl-ceremony-report/1";
    public const int MaxLine = 16 * 1024;
    private const int Many = 1_000_000;

    public ReportOrigin Origin { get; init; } = null!;

    public string CeremonyId { get; init; } = string.Empty;

    public string Operation { get; init; } = string.Empty;

    public string Title { get; init; } = string.Empty;

    public string Purpose { get; init; } = string.Empty;

    /// <summary>By the approvals that verify, whatever was once counted.</summary>
    public CeremonyStatus Status { get; init; }

    public string? EndReason { get; init; }

    /// <summary>True where every count is reached by approvals that verify.</summary>
    public bool IsQuorumMet { get; init; }

    /// <summary>What does not verify, or is no longer as it was said; empty where all is well.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public ReportedPlan Plan { get; init; } = null!;

    public IReadOnlyList<ReportedGroup> Quorum { get; init; } = [];

    public IReadOnlyList<ReportedWord> Words { get; init; } = [];

    /// <summary>Null as long as nobody executed it.</summary>
    public ReportedExecution? Execution { get; init; }

    public IReadOnlyList<ReportedArtefact> Artefacts { get; init; } = [];

    public IReadOnlyList<ReportedKey> Keys { get; init; } = [];

    public IReadOnlyList<ReportedEvent> Events { get; init; } = [];

    public IReadOnlyList<ReportedLine> Due { get; init; } = [];

    /// <summary>What no software can attest: it is written down by hand.</summary>
    public IReadOnlyList<ReportedBlank> Blanks { get; init; } = [];

    public string ShortId => Uuid.Short(CeremonyId);

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static CeremonyReport Declare(Fields f, CeremonyReport? r)
    {
        f.Format(Format);
        return new()
        {
            Origin = f.Object("origin", r?.Origin, ReportOrigin.Declare),
            CeremonyId = f.Text("ceremony", r?.CeremonyId, 36),
            Operation = f.Text("operation", r?.Operation, 32),
            Title = f.Text("title", r?.Title, 2048),
            Purpose = f.Text("purpose", r?.Purpose, 2048),
            Status = f.Enum("status", r?.Status),
            EndReason = f.OptionalText("endReason", r?.EndReason, 2048),
            IsQuorumMet = f.Boolean("quorumMet", r?.IsQuorumMet),
            Faults = f.Texts("faults", r?.Faults, Many, MaxLine),
            Plan = f.Object("plan", r?.Plan, ReportedPlan.Declare),
            Quorum = f.Objects("quorum", r?.Quorum, Many, ReportedGroup.Declare),
            Words = f.Objects("words", r?.Words, Many, ReportedWord.Declare),
            Execution = f.OptionalObject("execution", r?.Execution, ReportedExecution.Declare),
            Artefacts = f.Objects("artefacts", r?.Artefacts, Many, ReportedArtefact.Declare),
            Keys = f.Objects("keys", r?.Keys, Many, ReportedKey.Declare),
            Events = f.Objects("events", r?.Events, Many, ReportedEvent.Declare),
            Due = f.Objects("due", r?.Due, Many, ReportedLine.Declare),
            Blanks = f.Objects("blanks", r?.Blanks, Many, ReportedBlank.Declare),
        };
    }
}

/// <summary>Which ledger says it, when it was asked, and with what.</summary>
/// <param name="Tenant">As the store calls it.</param>
/// <param name="TenantId">Digest of the founding roster.</param>
/// <param name="Made">UTC, by the clock of the host that made the report.</param>
/// <param name="Size">Events in the ledger as it was verified for this.</param>
/// <param name="Root">Of their tree.</param>
internal sealed record ReportOrigin(string Tenant, string TenantId, DateTime Made, string Software, long Size, string Root)
{
    public static ReportOrigin Declare(Fields f, ReportOrigin? o) => new(
        f.Text("tenant", o?.Tenant, 64), f.Text("tenantId", o?.TenantId, 64), f.Time("made", o?.Made), f.Text("software", o?.Software, 128),
        f.Sequence("size", o?.Size), f.Text("root", o?.Root, 64));
}

/// <summary>A label and what belongs to it.</summary>
internal sealed record ReportedLine(string Label, string Text)
{
    public static ReportedLine Declare(Fields f, ReportedLine? l) =>
        new(f.Text("label", l?.Label, 64), f.Text("text", l?.Text, CeremonyReport.MaxLine));
}

/// <summary>Something to fill in by hand.</summary>
/// <param name="Lines">How much room it needs on paper.</param>
internal sealed record ReportedBlank(string Label, int Lines)
{
    public static ReportedBlank Declare(Fields f, ReportedBlank? b) =>
        new(f.Text("label", b?.Label, 1024), f.Number("lines", b?.Lines, 1, 99));
}

/// <summary>What was asked for, in the plan's own words.</summary>
/// <param name="Digest">What custodians sign.</param>
/// <param name="Composed">True where its bytes were made again from its subject, and came out the same.</param>
internal sealed record ReportedPlan(
    string Headline, string Digest, bool Composed, IReadOnlyList<ReportedLine> Lines, string Opener, IReadOnlyList<string> Executors,
    DateTime OpenedAt, DateTime GatherBy, DateTime UseBy, int Epoch, string Roster, ReportedPoint Seen)
{
    public string? Reason { get; init; }

    public string? Custody { get; init; }

    public string? Level { get; init; }

    /// <summary>True where the roster lets fewer decide than a rule for serious use would.</summary>
    public bool IsLab { get; init; }

    public static ReportedPlan Declare(Fields f, ReportedPlan? p) => new(
        f.Text("headline", p?.Headline), f.Text("digest", p?.Digest, 64), f.Boolean("composed", p?.Composed),
        f.Objects("lines", p?.Lines, 100_000, ReportedLine.Declare), f.Text("opener", p?.Opener, 64),
        f.Texts("executors", p?.Executors, Ceremonies.Plan.MaxExecutors, 64), f.Time("openedAt", p?.OpenedAt),
        f.Time("gatherBy", p?.GatherBy), f.Time("useBy", p?.UseBy), f.Number("epoch", p?.Epoch, 0), f.Text("roster", p?.Roster, 64),
        f.Object("checkpointBefore", p?.Seen, ReportedPoint.Declare))
    {
        Reason = f.OptionalText("reason", p?.Reason),
        Custody = f.OptionalText("custody", p?.Custody, 32),
        Level = f.OptionalText("level", p?.Level, 32),
        IsLab = f.TrueOrAbsent("lab", p?.IsLab),
    };
}

/// <summary>A point of the ledger.</summary>
internal sealed record ReportedPoint(long Size, string Root)
{
    public static ReportedPoint Declare(Fields f, ReportedPoint? p) => new(f.Sequence("size", p?.Size), f.Text("root", p?.Root, 64));

    public static ReportedPoint From(LedgerPoint point) => new(point.Size, point.Root.Hex);
}
