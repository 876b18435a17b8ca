using System.Globalization;
using Trstctl.Authorities;

namespace Trstctl.Certificates;

/// <summary>
/// A child lies within its issuer in path length, usages, names and validity. Silence counts as wideness where path
/// validation would not inherit the issuer's limit (path length, extended key usage), and is refused there.
/// </summary>
public static class IssuanceRules
{
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> naming the value, or <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static void CheckChild(CASpec child, byte[] issuerCertificate, DateTime notBefore, DateTime notAfter)
    {
        var issuer = Issuer(issuerCertificate);
        CheckPathLength(child.PathLength, issuer.PathLength());
        CheckUsages(child.ExtendedKeyUsages, ExtendedKeyUsages.Limits(issuer));
        NameConstraintMath.CheckWithin(child.NameConstraints, NameConstraintSet.From(issuer));
        CheckValidity(notBefore, notAfter, issuer);
    }

    /// <summary>The same for a child's certificate or to-be-signed bytes, which must also carry the issuer's name and key identifier.</summary>
    public static void CheckChild(byte[] childCertificateOrTbs, byte[] issuerCertificate)
    {
        var issuer = Issuer(issuerCertificate);
        var child = TbsParts.Of(childCertificateOrTbs, "child").DemandCA("child");
        if (!child.Issuer.Encoded.AsSpan().SequenceEqual(issuer.Subject.Encoded))
        {
            throw Violation("Issuer", DistinguishedName.From(child.Issuer), $"name {DistinguishedName.From(issuer.Subject)}");
        }

        if (child.AuthorityKeyIdentifier() is not { } identifier || !identifier.AsSpan().SequenceEqual(issuer.KeyIdentifierForChildren()))
        {
            throw Violation("AuthorityKeyIdentifier", "the key identifier", "subject key identifier");
        }

        CheckPathLength(child.PathLength(), issuer.PathLength());
        CheckUsages(ExtendedKeyUsages.From(child), ExtendedKeyUsages.Limits(issuer));
        NameConstraintMath.CheckWithin(NameConstraintSet.From(child), NameConstraintSet.From(issuer));
        CheckValidity(child.NotBefore, child.NotAfter, issuer);
    }

    internal static void CheckValidity(DateTime notBefore, DateTime notAfter, TbsParts issuer)
    {
        var window = $"validity {UtcTime.Format(issuer.NotBefore)} to {UtcTime.Format(issuer.NotAfter)}";
        if (UtcTime.Truncate(notBefore) < issuer.NotBefore)
        {
            throw Violation("NotBefore", UtcTime.Format(notBefore), window);
        }

        if (UtcTime.Truncate(notAfter) > issuer.NotAfter)
        {
            throw Violation("NotAfter", UtcTime.Format(notAfter), window);
        }
    }

    private static TbsParts Issuer(byte[] certificate) => TbsParts.OfCertificate(certificate, "issuer").DemandCA("issuer");

    private static void CheckPathLength(int? child, int? issuer)
    {
        if (issuer is null)
        {
            return;
        }

        if (issuer == 0)
        {
            throw Violation("PathLength", child is null ? "a CA" : child.Value.ToString(CultureInfo.InvariantCulture), "path length 0, which allows no CA below it");
        }

        if (child is null || child >= issuer)
        {
            throw Violation(
                "PathLength",
                child is null ? "absent" : child.Value.ToString(CultureInfo.InvariantCulture),
                $"path length {issuer}; give 0 to {issuer - 1}");
        }
    }

    private static void CheckUsages(IReadOnlyList<string> child, IReadOnlyList<string> issuer)
    {
        if (issuer.Count == 0)
        {
            return;
        }

        var wide = child.Count == 0 ? "none, which means any," : child.Where(oid => !issuer.Contains(oid)).Select(ExtendedKeyUsages.NameOf).FirstOrDefault();
        if (wide is not null)
        {
            throw Violation("ExtendedKeyUsage", wide, $"usages {string.Join(", ", issuer.Select(ExtendedKeyUsages.NameOf))}");
        }
    }

    private static TrstException Violation(string field, object value, string limit) => new(ErrorId.ConstraintViolation, field, value, limit);
}
