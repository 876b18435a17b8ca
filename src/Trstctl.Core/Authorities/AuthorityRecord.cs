using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Storage;

namespace Trstctl.Authorities;

public enum AuthorityStatus
{
    Active,
    Superseded,
    Retired,
    Revoked,
}

/// <summary>Whom an attacker must corrupt for one unapproved signature; names the weakest copy of the key that ever existed.</summary>
public enum EnforcementLevel
{
    /// <summary>The holder of the custody secret could sign alone; signed approvals make it detectable.</summary>
    SignedApproval,
    DualLock,
    HsmQuorum,
}

/// <summary>A certificate authority: one generation of one name, with one key.</summary>
public sealed record AuthorityRecord : Document
{
    public const string KindName = "authority";

    public override string Kind => KindName;

    public override string Id => AuthorityId;

    public string AuthorityId { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    /// <summary>1 for the first key under this name; rises with every rotation.</summary>
    public int Generation { get; init; } = 1;

    public AuthorityStatus Status { get; init; }

    public CASpec Spec { get; init; } = null!;

    /// <summary>DER X.509.</summary>
    public byte[] Certificate { get; init; } = [];

    public string KeyId { get; init; } = string.Empty;

    public CustodyKind Custody { get; init; }

    public EnforcementLevel Level { get; init; }

    /// <summary>The authority that signed the certificate; null for a root.</summary>
    public string? IssuerId { get; init; }

    /// <summary>The generation that this one replaced.</summary>
    public string? Replaces { get; init; }

    public string Ceremony { get; init; } = string.Empty;

    public DateTime Created { get; init; }

    public CertificateView View => new(Certificate);

    public override JsonObject ToJson() => new()
    {
        { "id", AuthorityId },
        { "name", Name },
        { "generation", Generation },
        { "status", Status.ToString() },
        { "spec", Spec.ToJson() },
        { "certificate", Certificate },
        { "keyId", KeyId },
        { "custody", Custody.ToString() },
        { "level", Level.ToString() },
        { "issuer", IssuerId is null ? null : (JsonValue)IssuerId },
        { "replaces", Replaces is null ? null : (JsonValue)Replaces },
        { "ceremony", Ceremony },
        { "created", Created },
    };

    public static AuthorityRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "authority");
        var record = new AuthorityRecord
        {
            AuthorityId = reader.Text("id", 36),
            Name = reader.Text("name", 1024),
            Generation = (int)reader.Integer("generation", 1, 1_000_000),
            Status = reader.Enum<AuthorityStatus>("status"),
            Spec = CASpec.FromJson(reader.Object("spec")),
            Certificate = reader.Bytes("certificate", CertificateAssembler.LargestCertificate),
            KeyId = reader.Text("keyId", 36),
            Custody = reader.Enum<CustodyKind>("custody"),
            Level = reader.Enum<EnforcementLevel>("level"),
            IssuerId = reader.OptionalText("issuer", 36),
            Replaces = reader.OptionalText("replaces", 36),
            Ceremony = reader.Text("ceremony", 36),
            Created = reader.Time("created"),
        };
        reader.End();
        return record;
    }
}
