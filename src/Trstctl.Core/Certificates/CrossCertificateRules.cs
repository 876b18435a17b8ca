using System.Globalization;

namespace Trstctl.Certificates;

/// <summary>Which CA may be cross-certified, by whom, and how far.</summary>
internal static class CrossCertificateRules
{
    private const int SmallestRsa = 2048;

    private static readonly HashSet<string> StrongSignatures = new(StringComparer.Ordinal)
    {
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
    };

    public static bool IsStrongSignature(DerElement algorithm) => algorithm[0].Oid() is var oid
        && (StrongSignatures.Contains(oid)
            || PssParameters.TryRead(algorithm) is not null
            || KeyAlgorithm.Known.Any(a => a.NamesItself && a.SignatureOid == oid));

    public static CertificateParts Target(byte[] certificate)
    {
        var target = CertificateParts.OfCertificate(certificate, "target").DemandCA("target");
        if (target.Version != 3 || target.Subject.Length == 0)
        {
            throw Refused("target", "it is not of version 3 with a subject");
        }

        PolicyIssuanceRules.RefuseDemands(PolicyStatement.Of(target), "target");
        CheckKey("target", target);
        var selfIssued = target.Subject.Encoded.AsSpan().SequenceEqual(target.Issuer.Encoded);

        // What a self-signed certificate says about its own signature protects nobody, so its hash does not count.
        if (!selfIssued && !IsStrongSignature(target.Algorithm))
        {
            throw Refused(
                "target",
                $"it is signed with {target.SignatureOid}, which is weak or unknown (only a self-signed target's signature is "
                    + "disregarded)");
        }

        return target;
    }

    public static CertificateParts Signer(byte[] certificate, CertificateParts target, DateTime notBefore, DateTime notAfter)
    {
        var signer = CertificateParts.OfCertificate(certificate, "signer").DemandCA("signer");
        CheckKey("signer", signer);
        if (PublicKey.IdentityOf(signer.Spki.Encoded) == PublicKey.IdentityOf(target.Spki.Encoded))
        {
            throw Refused("target", "it has the signer's own key");
        }

        if (signer.PathLength() == 0)
        {
            throw Refused("signer", "its path length is 0, so it certifies no CA");
        }

        IssuanceRules.CheckNames(CertificateNames.Of(target), signer);
        IssuanceRules.CheckValidity(notBefore, notAfter, signer);
        return signer;
    }

    /// <summary>min(target's, signer's less one, option); null where none of them is given.</summary>
    public static int? PathLength(CertificateParts target, CertificateParts signer, CrossCertificateOptions options)
    {
        if (options.PathLength is < 0 or > 32)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "PathLength", "0 to 32", options.PathLength.Value.ToString(CultureInfo.InvariantCulture));
        }

        return new[] { target.PathLength(), signer.PathLength() - 1, options.PathLength }.Where(length => length is not null).Min();
    }

    /// <summary>The policies that the signer adds, which must be its own to give.</summary>
    public static IReadOnlyList<CertificatePolicy> Policies(CertificateParts signer, CrossCertificateOptions options)
    {
        var policies = options.Policies();
        PolicyIssuanceRules.CheckWithin(policies.Select(policy => policy.Oid).ToArray(), PolicyStatement.Of(signer), distance: 1);
        return policies;
    }

    public static IReadOnlyList<string> ExtendedKeyUsage(
        CertificateParts target, CertificateParts signer, CrossCertificateOptions options)
    {
        var limits = options.ExtendedKeyUsages.Contains(Oids.AnyExtendedKeyUsage) ? [] : options.ExtendedKeyUsages;
        return Both(Both(ExtendedKeyUsages.Limits(target), ExtendedKeyUsages.Limits(signer)), limits);
    }

    /// <summary>What target, signer and options all allow.</summary>
    public static NameConstraintSet Names(CertificateParts target, CertificateParts signer, CrossCertificateOptions options) =>
        NameConstraintMath.Intersect(
            NameConstraintMath.Intersect(NameConstraintSet.From(target), NameConstraintSet.From(signer)), options.Names);

    private static IReadOnlyList<string> Both(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        if (one.Count == 0 || other.Count == 0)
        {
            return one.Count == 0 ? other : one;
        }

        var both = one.Intersect(other, StringComparer.Ordinal).OrderBy(oid => oid, StringComparer.Ordinal).ToArray();
        return both.Length > 0 ? both : throw new TrstException(
            ErrorId.ConstraintViolation, "ExtendedKeyUsage", Names(one), $"usages ({Names(other)}): nothing is left");
    }

    private static string Names(IEnumerable<string> oids) => string.Join(", ", oids.Select(ExtendedKeyUsages.NameOf));

    private static void CheckKey(string what, CertificateParts parts)
    {
        var key = PublicKey.TryRead(parts.Spki.Encoded)
            ?? throw Refused(what, $"its key is none of {PublicKey.Kinds}");
        if (key.Family == KeyFamily.Rsa && key.Bits < SmallestRsa)
        {
            throw Refused(what, $"its RSA key has {key.Bits} bits, fewer than {SmallestRsa}");
        }
    }

    private static TrstException Refused(string what, string reason) => new(ErrorId.CertificateInvalid, what, reason);
}
