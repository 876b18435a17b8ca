using System.Collections.Concurrent;
using System.Text;

namespace Trstctl.Ceremonies;

/// <summary>How many of how many, under which roster.</summary>
internal sealed record QuorumRule(int Needed, int Voters, int Epoch, Digest Roster);

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
    public JsonObject SubjectJson { get; init; } = new();

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

    public JsonObject ToJson() => new(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "operation", Operation },
        { "purpose", Purpose },
        { "title", Title },
        { "subject", SubjectJson },
        { "artefacts", new JsonArray(Artefacts) },
        { "custody", Custody is null ? null : (JsonValue)Custody.Value.ToString() },
        { "level", Level is null ? null : (JsonValue)Level.Value.ToString() },
        {
            "quorum", new JsonObject
            {
                { "m", Quorum.Needed }, { "n", Quorum.Voters }, { "epoch", Quorum.Epoch }, { "roster", Quorum.Roster },
            }
        },
        { "opener", Opener },
        { "executors", JsonArray.Of(Executors) },
        { "openedAt", OpenedAt },
        { "gatherBy", GatherBy },
        { "useBy", UseBy },
        { "previousCheckpoint", Previous.ToJson() },
        { "reason", Reason is null ? null : (JsonValue)Reason },
    };

    public static Plan FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "plan", MaxBytes), "plan", Format);
        var quorum = reader.Reader("quorum");
        var plan = new Plan
        {
            Tenant = reader.Text("tenant", 64),
            Ceremony = reader.Text("ceremony", 36),
            Operation = reader.Text("operation", 32),
            Purpose = reader.Text("purpose", 2048),
            Title = reader.Text("title", 2048),
            SubjectJson = reader.Object("subject"),
            Artefacts = reader.Objects("artefacts", 16),
            Custody = reader.Has("custody") ? reader.Enum<CustodyKind>("custody") : null,
            Level = reader.Has("level") ? reader.Enum<EnforcementLevel>("level") : null,
            Quorum = new QuorumRule(
                (int)quorum.Integer("m", 1, 512),
                (int)quorum.Integer("n", 1, 512),
                (int)quorum.Integer("epoch", 0, int.MaxValue),
                Digest.FromJson(quorum, "roster")),
            Opener = reader.Text("opener", 64),
            Executors = reader.Texts("executors", MaxExecutors, 64),
            OpenedAt = reader.Time("openedAt"),
            GatherBy = reader.Time("gatherBy"),
            UseBy = reader.Time("useBy"),
            Previous = SeenCheckpoint.FromJson(reader.Reader("previousCheckpoint")),
            Reason = reader.OptionalText("reason"),
            bytes = bytes,
        };
        quorum.End();
        reader.End();
        return plan;
    }

    /// <summary>The plan inside a signature that is not verified here.</summary>
    public static Plan FromSigned(byte[] signedPlan) => FromBytes(SignedStatement.Read(signedPlan).Content);
}
