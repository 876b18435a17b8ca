namespace Trstctl.Certificates;

/// <summary>Builds the bytes that a ceremony approves. Serial and times are given; nothing here draws or reads a clock.</summary>
internal static class TemplateBuilder
{
    /// <summary>A self-issued v3 root: CA, keyCertSign and cRLSign, SKI; all else only as the specification says.</summary>
    /// <param name="spec">What the authority shall be.</param>
    /// <param name="serial">8 to 20 octets, big-endian, of a CSPRNG.</param>
    /// <param name="notBefore">UTC, whole seconds.</param>
    /// <param name="notAfter">UTC, whole seconds; at most 50 years later.</param>
    public static CertificateTemplate Root(CASpec spec, byte[] serial, DateTime notBefore, DateTime notAfter) =>
        Root(spec, serial, notBefore, notAfter, null);

    internal static CertificateTemplate Root(
        CASpec spec, byte[] serial, DateTime notBefore, DateTime notAfter, TemplateOverrides? overrides)
    {
        var name = overrides?.Subject ?? spec.SubjectName.Encoded;
        var algorithm = overrides?.Spki is { } spki
            ? PublicKey.Read(spki).SignatureIdentifier(spec.HashAlgorithm)
            : spec.Algorithm.SignatureIdentifier(spec.HashAlgorithm);
        return Open(
            TbsWriter.Write(serial, algorithm, name, notBefore, notAfter, name, KeyOf(spec, overrides), Extensions(spec, null, overrides)),
            overrides);
    }

    /// <summary>A subordinate CA. The issuer's name passes through byte for byte; what the issuer does not allow is refused.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> or <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static CertificateTemplate Intermediate(
        CASpec spec, byte[] issuerCertificate, byte[] serial, DateTime notBefore, DateTime notAfter, TemplateOverrides? overrides = null,
        string? hash = null)
    {
        IssuanceRules.CheckChild(spec, issuerCertificate, notBefore, notAfter);
        var issuer = CertificateParts.OfCertificate(issuerCertificate, "issuer");
        var tbs = TbsWriter.Write(
            serial,
            PublicKey.Read(issuer.Spki.Encoded).SignatureIdentifier(hash),
            issuer.Subject.Encoded,
            notBefore,
            notAfter,
            overrides?.Subject ?? spec.SubjectName.Encoded,
            KeyOf(spec, overrides),
            Extensions(spec, issuer, overrides));
        return Open(tbs, overrides);
    }

    /// <summary>A complete certificate for another CA's name and key, no wider than either side (RFC 5280 3.2).</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> or <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static CertificateTemplate CrossCertificate(
        byte[] targetCertificate, byte[] signerCertificate, CrossCertificateOptions options, byte[] serial, DateTime notBefore,
        DateTime notAfter, string? hash = null)
    {
        var target = CrossCertificateRules.Target(targetCertificate);
        var signer = CrossCertificateRules.Signer(signerCertificate, target, notBefore, notAfter);
        var extensions = new[]
        {
            TbsWriter.BasicConstraints(CrossCertificateRules.PathLength(target, signer, options)),
            TbsWriter.KeyUsage(),
            TbsWriter.SubjectKeyIdentifier(target.KeyIdentifierForChildren()),
            TbsWriter.AuthorityKeyIdentifier(signer.KeyIdentifierForChildren()),
            TbsWriter.NameConstraints(CrossCertificateRules.Names(target, signer, options)),
            TbsWriter.ExtendedKeyUsage(CrossCertificateRules.ExtendedKeyUsage(target, signer, options)),
            TbsWriter.Policies(CrossCertificateRules.Policies(signer, options)),
            TbsWriter.CrlDistributionPoints(CrossCertificateOptions.Urls("CrlUrl", options.CrlUrls)),
            TbsWriter.IssuerUrls(CrossCertificateOptions.Urls("IssuerUrl", options.IssuerUrls)),
        };
        return CertificateTemplate.Open(TbsWriter.Write(
            serial,
            PublicKey.Read(signer.Spki.Encoded).SignatureIdentifier(hash),
            signer.Subject.Encoded,
            notBefore,
            notAfter,
            target.Subject.Encoded,
            target.Spki.Encoded,
            extensions));
    }

    /// <summary>A new root's key under the old root of the same name: self-issued, so that no path length counts it (RFC 5280
    /// 6.1.4 l).</summary>
    /// <param name="before">DER of the old root, whose extensions the new one keeps.</param>
    /// <param name="version">AD CS's extensions of the new root, for a specification that asks for them.</param>
    internal static CertificateTemplate Link(
        CASpec spec, byte[] before, CertificateParts old, byte[] serial, DateTime notBefore, DateTime notAfter,
        IReadOnlyList<byte[]> version, string? hash) => Open(
        TbsWriter.Write(
            serial,
            PublicKey.Read(old.Spki.Encoded).SignatureIdentifier(hash),
            old.Subject.Encoded,
            notBefore,
            notAfter,
            old.Subject.Encoded,
            PlaceholderKey.Of(spec.Algorithm),
            Extensions(
                spec, old, new TemplateOverrides { Extensions = spec.IsAdcs ? version : null, Before = before })),
        null);

    private static byte[] KeyOf(CASpec spec, TemplateOverrides? overrides) => overrides?.Spki ?? PlaceholderKey.Of(spec.Algorithm);

    private static CertificateTemplate Open(byte[] tbs, TemplateOverrides? overrides) => overrides?.Spki is null
        ? CertificateTemplate.Open(tbs, HoleMeaning.SubjectPublicKey, HoleMeaning.SubjectKeyIdentifier)
        : CertificateTemplate.Open(tbs);

    private static byte[] IdentifierOf(TemplateOverrides? overrides) =>
        overrides?.Spki is { } spki ? overrides.KeyIdentifier ?? KeyIdentifier.Of(spki) : new byte[KeyIdentifier.Length];

    private static IEnumerable<byte[]?> Extensions(CASpec spec, CertificateParts? issuer, TemplateOverrides? overrides) =>
        overrides?.Before is not { } before
            ? Written(spec, issuer, overrides)
            : KeptExtensions.Merge(
                CertificateParts.OfCertificate(before),
                Written(spec, issuer, overrides),
                Written(CASpecCertificate.ReadSayable(before).Judge(), issuer, overrides));

    private static IEnumerable<byte[]?> Written(CASpec spec, CertificateParts? issuer, TemplateOverrides? overrides) =>
    [
        TbsWriter.BasicConstraints(spec.PathLength),
        TbsWriter.KeyUsage(),
        TbsWriter.SubjectKeyIdentifier(IdentifierOf(overrides)),
        issuer is null ? null : TbsWriter.AuthorityKeyIdentifier(issuer.KeyIdentifierForChildren()),
        TbsWriter.NameConstraints(spec.NameConstraints),
        TbsWriter.ExtendedKeyUsage(spec.ExtendedKeyUsages),
        TbsWriter.Policies(spec.CertificatePolicies),
        TbsWriter.CrlDistributionPoints(Suffixed(spec.CrlUrls, VersionOf(issuer).CrlSuffix)),
        TbsWriter.IssuerUrls(Suffixed(spec.IssuerUrls, VersionOf(issuer).CertificateSuffix)),
        .. overrides?.Extensions ?? (spec.IsAdcs ? [CAVersion.First.ToExtension()] : []),
    ];

    private static CAVersion VersionOf(CertificateParts? issuer) => (issuer is null ? null : CAVersion.Of(issuer)) ?? CAVersion.First;

    // The files behind the URLs are the issuer's, so that the suffix is the issuer's too.
    private static string[] Suffixed(IEnumerable<string> urls, string suffix) =>
        urls.Select(url => url.Replace(CAVersion.Placeholder, suffix)).ToArray();
}
