using Trstctl.Canonical;
using Trstctl.Ledger;
using Trstctl.Storage;

namespace Trstctl.Ceremonies;

public enum Decision
{
    Approve,
    Deny,
    Withdraw,
}

/// <summary>How a ceremony stands. The stored states are Pending and the ends; Ready and Expired also follow from count and clock.</summary>
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
public sealed record StatementRecord(string Custodian, Decision Decision, long Sequence, DateTime Time, string? Reason);

/// <summary>A ceremony as the ledger tells it.</summary>
public sealed record CeremonyRecord : Document
{
    public const string KindName = "ceremony";

    public override string Kind => KindName;

    public override string Id => CeremonyId;

    public string CeremonyId { get; init; } = string.Empty;

    public string Operation { get; init; } = string.Empty;

    public string Purpose { get; init; } = string.Empty;

    /// <summary>What the ceremony is about, in a few words.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Pending, or how it ended; see <see cref="StatusAt"/> for what follows from count and clock.</summary>
    public CeremonyStatus Status { get; init; }

    public Digest PlanDigest { get; init; }

    public string Opener { get; init; } = string.Empty;

    public DateTime OpenedAt { get; init; }

    public DateTime GatherBy { get; init; }

    public DateTime UseBy { get; init; }

    /// <summary>How many approvals are needed (m), and of how many (n).</summary>
    public int Needed { get; init; }

    public int Voters { get; init; }

    public int Epoch { get; init; }

    /// <summary>Sequence number of <c>ceremony.started</c>, which holds the signed plan.</summary>
    public long StartedAt { get; init; }

    public string? EndReason { get; init; }

    public IReadOnlyList<StatementRecord> Statements { get; init; } = [];

    /// <summary>Ids of what the ceremony made.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>The custodian's word that stands: a denial or withdrawal is final whatever its order of arrival.</summary>
    public StatementRecord? WordOf(string custodian) => Statements
        .Where(s => string.Equals(s.Custodian, custodian, StringComparison.Ordinal))
        .OrderByDescending(s => s.Decision == Decision.Approve ? 0 : 1)
        .FirstOrDefault();

    public IReadOnlyList<StatementRecord> Approvals => Statements
        .Select(s => s.Custodian)
        .Distinct(StringComparer.Ordinal)
        .Select(name => WordOf(name)!)
        .Where(s => s.Decision == Decision.Approve)
        .ToArray();

    public CeremonyStatus StatusAt(DateTime now)
    {
        if (Status != CeremonyStatus.Pending)
        {
            return Status;
        }

        var ready = Approvals.Count >= Needed;
        return now > (ready ? UseBy : GatherBy) ? CeremonyStatus.Expired : ready ? CeremonyStatus.Ready : CeremonyStatus.Pending;
    }

    public override JsonObject ToJson() => new()
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
        { "needed", Needed },
        { "voters", Voters },
        { "epoch", Epoch },
        { "startedAt", StartedAt },
        { "endReason", EndReason is null ? null : (JsonValue)EndReason },
        { "statements", new JsonArray(Statements.Select(WriteStatement)) },
        { "results", JsonArray.Of(Results) },
    };

    public static CeremonyRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "ceremony");
        var record = new CeremonyRecord
        {
            CeremonyId = reader.Text("id", 36),
            Operation = reader.Text("operation", 32),
            Purpose = reader.Text("purpose", 2048),
            Title = reader.Text("title", 2048),
            Status = reader.Enum<CeremonyStatus>("status"),
            PlanDigest = Digest.FromJson(reader, "planDigest"),
            Opener = reader.Text("opener", 64),
            OpenedAt = reader.Time("openedAt"),
            GatherBy = reader.Time("gatherBy"),
            UseBy = reader.Time("useBy"),
            Needed = (int)reader.Integer("needed", 1, 512),
            Voters = (int)reader.Integer("voters", 1, 512),
            Epoch = (int)reader.Integer("epoch", 0, int.MaxValue),
            StartedAt = reader.Integer("startedAt", 0, long.MaxValue),
            EndReason = reader.OptionalText("endReason"),
            Statements = reader.Objects("statements", 2048).Select(ReadStatement).ToArray(),
            Results = reader.Texts("results", 64, 64),
        };
        reader.End();
        return record;
    }

    private static JsonObject WriteStatement(StatementRecord statement) => new()
    {
        { "custodian", statement.Custodian },
        { "decision", statement.Decision.ToString() },
        { "seq", statement.Sequence },
        { "time", statement.Time },
        { "reason", statement.Reason is null ? null : (JsonValue)statement.Reason },
    };

    private static StatementRecord ReadStatement(JsonObject json)
    {
        var reader = new ObjectReader(json, "statement record");
        var statement = new StatementRecord(
            reader.Text("custodian", 64),
            reader.Enum<Decision>("decision"),
            reader.Integer("seq", 0, long.MaxValue),
            reader.Time("time"),
            reader.OptionalText("reason"));
        reader.End();
        return statement;
    }
}
