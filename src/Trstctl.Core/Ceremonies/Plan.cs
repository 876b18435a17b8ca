using System.Collections.Concurrent;
using System.Text;

namespace Trstctl.Ceremonies;

/// <summary>How many of how many, under which roster.</summary>
internal sealed record QuorumRule(int Needed, int Voters, int Epoch, Digest Roster)
{
    public static QuorumRule Declare(Fields f, QuorumRule? q) => new(
        f.Number("m", q?.Needed, 1, 512), f.Number("n", q?.Voters, 1, 512), f.Number("epoch", q?.Epoch, 0),
        f.Digest("roster", q?.Roster));
}

/// <summary>Everything that a ceremony will execute: the canonical JSON <c>trstctl-plan/1</c>. Its SHA-256 is what custodians
/// sign.</summary>
internal sealed class Plan
{
    public const string Format = "trstctl-plan/1";

    /// <summary>2.5 MiB: a founding plan with 255 custodians of RSA certificates stays below it.</summary>
    public const int MaxBytes = CmsParts.MaxContent;

    public const int MaxExecutors = 32;

    private byte[]? bytes;
    private Digest? digest;
    private PlanSubject? subject;

    public string Tenant { get; init; } = string.Empty;

    public string Ceremony { get; init; } = string.Empty;

    public string Operation { get; init; } = string.Empty;

    /// <summary>The short form that people quote, for example <c>root:&lt;spec digest&gt;</c>.</summary>
    public string Purpose { get; init; } = string.Empty;

    public string Title { get; init; } = string.Empty;

    /// <summary>What the operation is about; its members belong to the operation.</summary>
    public JsonObject SubjectJson { get; init; } = null!;

    /// <summary>The same as its operation reads it, once.</summary>
    public PlanSubject Subject => subject ??= OperationCatalogue.DemandExact(Operation).Read(SubjectJson);

    /// <summary>Canonical form of the artefacts; operations rebuild them from the subject and compare.</summary>
    public IReadOnlyList<JsonObject> Artefacts { get; init; } = [];

    public CustodyKind? Custody { get; init; }

    public EnforcementLevel? Level { get; init; }

    public QuorumRule Quorum { get; init; } = null!;

    public string Opener { get; init; } = string.Empty;

    /// <summary>Who may execute it; nobody else's key runs it.</summary>
    public IReadOnlyList<string> Executors { get; init; } = [];

    public DateTime OpenedAt { get; init; }

    /// <summary>After this no approval is taken.</summary>
    public DateTime GatherBy { get; init; }

    /// <summary>After this the operation does not run.</summary>
    public DateTime UseBy { get; init; }

    public SeenCheckpoint Previous { get; init; } = null!;

    public string? Reason { get; init; }

    /// <summary>The certificates that it approves, by name, as they were read.</summary>
    public ConcurrentDictionary<string, CertificateTemplate> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>The id of the plan's thing with this number: no executor chooses it (PROTOCOL section 5a).</summary>
    public string IdOf(int thing) => Uuid.Version8(Digest.Of(
    [
        .. Encoding.ASCII.GetBytes("trstctl-id/1"), 0, .. Digest.ToArray(),
        (byte)(thing >> 24), (byte)(thing >> 16), (byte)(thing >> 8), (byte)thing,
    ]));

    public bool MayExecute(Principal principal) =>
        principal.MayOpen && Executors.Contains(principal.Name, StringComparer.Ordinal);

    /// <summary>The canonical form: as it was read, or written once.</summary>
    public byte[] Bytes => bytes ??= CanonicalJson.Write(ToJson());

    public Digest Digest => digest ??= Digest.Of(Bytes);

    public JsonObject ToJson() => Fields.Write(this, Declare);

    public static Plan FromBytes(byte[] bytes)
    {
        var plan = Fields.FromBytes<Plan>(bytes, "plan", MaxBytes, Declare);
        plan.bytes = bytes;
        return plan;
    }

    /// <summary>The plan inside a signature that is not verified here.</summary>
    public static Plan FromSigned(byte[] signedPlan) => FromBytes(SignedStatement.Read(signedPlan).Content);

    private static Plan Declare(Fields f, Plan? p)
    {
        f.Format(Format);
        return new()
        {
            Tenant = f.Text("tenant", p?.Tenant, 64),
            Ceremony = f.Text("ceremony", p?.Ceremony, 36),
            Operation = f.Text("operation", p?.Operation, 32),
            Purpose = f.Text("purpose", p?.Purpose, 2048),
            Title = f.Text("title", p?.Title, 2048),
            SubjectJson = f.Raw("subject", p?.SubjectJson),
            Artefacts = f.Raws("artefacts", p?.Artefacts, 16),
            Custody = f.OptionalEnum("custody", p?.Custody),
            Level = f.OptionalEnum("level", p?.Level),
            Quorum = f.Object("quorum", p?.Quorum, QuorumRule.Declare),
            Opener = f.Text("opener", p?.Opener, 64),
            Executors = f.Texts("executors", p?.Executors, MaxExecutors, 64),
            OpenedAt = f.Time("openedAt", p?.OpenedAt),
            GatherBy = f.Time("gatherBy", p?.GatherBy),
            UseBy = f.Time("useBy", p?.UseBy),
            Previous = f.Object("previousCheckpoint", p?.Previous, SeenCheckpoint.Declare),
            Reason = f.OptionalText("reason", p?.Reason),
        };
    }
}
