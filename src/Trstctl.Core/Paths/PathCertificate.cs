namespace Trstctl.Paths;

/// <summary>A certificate of an experiment: one that exists, or one that is planned and whose key may not exist yet.</summary>
internal sealed class PathCertificate
{
    internal PathCertificate(byte[] bytes, string? key, PathCertificate? signer, bool isPlanned)
    {
        Bytes = bytes;
        Parts = CertificateParts.Of(bytes);
        SubjectName = DistinguishedName.From(Parts.Subject);
        IssuerName = DistinguishedName.From(Parts.Issuer);
        Key = key ?? Digest.Of(PublicKey.TryRead(Parts.Spki.Encoded)?.Spki ?? Parts.Spki.Encoded).Hex;
        NotBefore = Parts.NotBefore;
        NotAfter = Parts.NotAfter;
        Signer = signer;
        IsPlanned = isPlanned;
    }

    public bool IsPlanned { get; }

    /// <summary>RFC 4514 text, safe to show.</summary>
    public string Subject => SubjectName.ToString();

    /// <summary>Whether relying parties can get it: from a server, an AIA URL or a directory.</summary>
    public bool IsPublished { get; internal set; }

    /// <summary>Whether the plan takes it out of use.</summary>
    public bool IsWithdrawn { get; internal set; }

    /// <summary>How reports name it; null for its common name.</summary>
    internal string? Label { get; set; }

    /// <summary>Unlike any other's in the same experiment, once that runs.</summary>
    internal string Name { get; set; } = string.Empty;

    /// <summary>Why no path leads over it, whatever it says itself; null where nothing is known.</summary>
    internal string? Refusal { get; init; }

    /// <summary>A certificate, or to-be-signed bytes with the identifiers of open keys filled in.</summary>
    internal byte[] Bytes { get; }

    internal CertificateParts Parts { get; }

    internal DistinguishedName SubjectName { get; }

    internal DistinguishedName IssuerName { get; }

    /// <summary>Equal for two certificates exactly when they hold the same public key.</summary>
    internal string Key { get; }

    /// <summary>Whose key will sign a planned certificate; null where it is signed by its own, or exists.</summary>
    internal PathCertificate? Signer { get; }

    internal DateTime NotBefore { get; }

    internal DateTime NotAfter { get; }

    internal bool IsSelfIssued => SubjectName.Equivalent(IssuerName);

    public override string ToString() => Label ?? Subject;
}
