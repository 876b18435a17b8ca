using Trstctl.Authorities;

namespace Trstctl.Certificates;

/// <summary>Builds the bytes that a ceremony approves. Serial and times are given; nothing here draws or reads a clock.</summary>
public static class TemplateBuilder
{
    /// <summary>A self-issued v3 root: CA, keyCertSign and cRLSign, SKI; all else only as the specification says.</summary>
    /// <param name="spec">What the authority shall be.</param>
    /// <param name="serial">8 to 20 octets, big-endian, of a CSPRNG.</param>
    /// <param name="notBefore">UTC, whole seconds.</param>
    /// <param name="notAfter">UTC, whole seconds; at most 50 years later.</param>
    public static CertificateTemplate Root(CASpec spec, byte[] serial, DateTime notBefore, DateTime notAfter)
    {
        var name = spec.SubjectName.Encoded;
        var tbs = TbsWriter.Write(
            serial, SubjectPublicKeyInfos.SignatureAlgorithm(spec.KeyAlgorithm), name, notBefore, notAfter, name, PlaceholderKey.Of(spec.KeyAlgorithm), Extensions(spec, null));
        return CertificateTemplate.Open(tbs, HoleMeaning.SubjectPublicKey, HoleMeaning.SubjectKeyIdentifier);
    }

    /// <summary>A subordinate CA. The issuer's name passes through byte for byte; what the issuer does not allow is refused.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> or <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static CertificateTemplate Intermediate(CASpec spec, byte[] issuerCertificate, byte[] serial, DateTime notBefore, DateTime notAfter)
    {
        IssuanceRules.CheckChild(spec, issuerCertificate, notBefore, notAfter);
        var issuer = TbsParts.OfCertificate(issuerCertificate, "issuer");
        var tbs = TbsWriter.Write(
            serial,
            SubjectPublicKeyInfos.SignatureAlgorithm(issuer.Spki.Encoded),
            issuer.Subject.Encoded,
            notBefore,
            notAfter,
            spec.SubjectName.Encoded,
            PlaceholderKey.Of(spec.KeyAlgorithm),
            Extensions(spec, issuer));
        return CertificateTemplate.Open(tbs, HoleMeaning.SubjectPublicKey, HoleMeaning.SubjectKeyIdentifier);
    }

    /// <summary>A complete certificate for another CA's name and key, no wider than either side (RFC 5280 3.2).</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> or <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static CertificateTemplate CrossCertificate(
        byte[] targetCertificate, byte[] signerCertificate, CrossCertificateOptions options, byte[] serial, DateTime notBefore, DateTime notAfter)
    {
        var target = CrossCertificateRules.Target(targetCertificate);
        var signer = CrossCertificateRules.Signer(signerCertificate, target, notBefore, notAfter);
        var extensions = new[]
        {
            TbsWriter.BasicConstraints(CrossCertificateRules.PathLength(target, signer, options)),
            TbsWriter.KeyUsage(),
            TbsWriter.SubjectKeyIdentifier(target.KeyIdentifierForChildren()),
            TbsWriter.AuthorityKeyIdentifier(signer.KeyIdentifierForChildren()),
            TbsWriter.NameConstraints(NameConstraintMath.Intersect(NameConstraintSet.From(target), NameConstraintSet.From(signer))),
            TbsWriter.ExtendedKeyUsage(CrossCertificateRules.ExtendedKeyUsage(target, signer)),
            TbsWriter.Policies(CrossCertificateRules.Policies(signer, options)),
            TbsWriter.CrlDistributionPoints(CrossCertificateOptions.Urls("CrlUrl", options.CrlUrls)),
            TbsWriter.IssuerUrls(CrossCertificateOptions.Urls("IssuerUrl", options.IssuerUrls)),
        };
        return CertificateTemplate.Open(TbsWriter.Write(
            serial,
            SubjectPublicKeyInfos.SignatureAlgorithm(signer.Spki.Encoded),
            signer.Subject.Encoded,
            notBefore,
            notAfter,
            target.Subject.Encoded,
            target.Spki.Encoded,
            extensions));
    }

    private static IEnumerable<byte[]?> Extensions(CASpec spec, TbsParts? issuer) =>
    [
        TbsWriter.BasicConstraints(spec.PathLength),
        TbsWriter.KeyUsage(),
        TbsWriter.SubjectKeyIdentifier(new byte[KeyIdentifier.Length]),
        issuer is null ? null : TbsWriter.AuthorityKeyIdentifier(issuer.KeyIdentifierForChildren()),
        TbsWriter.NameConstraints(spec.NameConstraints),
        TbsWriter.ExtendedKeyUsage(spec.ExtendedKeyUsages),
        TbsWriter.Policies(spec.CertificatePolicies),
        TbsWriter.CrlDistributionPoints(spec.CrlUrls),
        TbsWriter.IssuerUrls(spec.IssuerUrls),
    ];
}
