using System.Globalization;

namespace Trstctl.Certificates;

/// <summary>A child lies within its issuer in path length, usages, names, policies and validity. Silence counts as wideness where
/// path validation would not inherit the issuer's limit (path length, extended key usage), and is refused there.</summary>
internal static class IssuanceRules
{
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> naming the value, or
    /// <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static void CheckChild(CASpec child, byte[] issuerCertificate, DateTime notBefore, DateTime notAfter) =>
        CheckChild(child, [issuerCertificate], notBefore, notAfter);

    /// <summary>The same against every CA above: what an issuer inherits in silence limits its children as well.</summary>
    /// <param name="child">What the child shall be.</param>
    /// <param name="issuers">DER: the child's issuer, the issuer's issuer, and so on.</param>
    /// <param name="notBefore">UTC.</param>
    /// <param name="notAfter">UTC.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> naming the value, or
    /// <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static void CheckChild(CASpec child, IReadOnlyList<byte[]> issuers, DateTime notBefore, DateTime notAfter) => CheckChild(
        child, issuers.Select(certificate => CertificateParts.OfCertificate(certificate, "issuer")), notBefore, notAfter);

    /// <inheritdoc cref="CheckChild(CASpec, IReadOnlyList{byte[]}, DateTime, DateTime)"/>
    /// <param name="issuers">The same, read before.</param>
    public static void CheckChild(CASpec child, IEnumerable<CertificateParts> issuers, DateTime notBefore, DateTime notAfter)
    {
        var claims = new ClaimedLimits(
            child.PathLength,
            child.ExtendedKeyUsages,
            child.NameConstraints,
            child.CertificatePolicies.Select(policy => policy.Oid).ToArray(),
            [new ConstrainedName(child.SubjectName)],
            notBefore,
            notAfter);

        // RFC 5280 6.1.4 h to l: a CA under its own name, which a link is, is not counted.
        var distance = 1;
        foreach (var issuer in issuers)
        {
            claims.CheckWithin(issuer.DemandCA("issuer"), distance);
            distance += IsSelfIssued(issuer) ? 0 : 1;
        }
    }

    /// <summary>The same for a child's certificate or to-be-signed bytes, which must also carry the issuer's name and key
    /// identifier.</summary>
    public static void CheckChild(byte[] childCertificateOrTbs, byte[] issuerCertificate)
    {
        var issuer = Issuer(issuerCertificate);
        var child = CertificateParts.Of(childCertificateOrTbs, "child").DemandCA("child");
        if (!DistinguishedName.From(child.Issuer).Equivalent(DistinguishedName.From(issuer.Subject)))
        {
            throw Violation("Issuer", DistinguishedName.From(child.Issuer), $"name {DistinguishedName.From(issuer.Subject)}");
        }

        if (child.AuthorityKeyIdentifier() is not { } identifier || !identifier.AsSpan().SequenceEqual(issuer.KeyIdentifierForChildren()))
        {
            throw Violation("AuthorityKeyIdentifier", "the key identifier", "subject key identifier");
        }

        ClaimedLimits.Of(child).CheckWithin(issuer, distance: 1);
    }

    internal static void CheckValidity(DateTime notBefore, DateTime notAfter, CertificateParts issuer)
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

    /// <param name="child">Null where absent.</param>
    /// <param name="issuer">Null where absent, which limits nothing.</param>
    /// <param name="distance">How many CAs further down the child stands, itself included.</param>
    internal static void CheckPathLength(int? child, int? issuer, int distance)
    {
        if (issuer is null)
        {
            return;
        }

        var most = issuer.Value - distance;
        if (most < 0)
        {
            throw Violation(
                "PathLength", Text(child) ?? "a CA",
                $"path length {issuer}, which allows no CA {(distance == 1 ? "below it" : "so far below it")}");
        }

        if (child is null || child > most)
        {
            throw Violation("PathLength", Text(child) ?? "absent", $"path length {issuer}; give 0 to {most}");
        }
    }

    /// <summary>RFC 5280 6.1.3 b and c: the child's own names, unless it bears the issuer's.</summary>
    internal static void CheckNames(IReadOnlyList<ConstrainedName> names, CertificateParts issuer)
    {
        var constraints = NameConstraintSet.From(issuer);
        var allowed = NameAllowance.Everything.And(constraints);
        var own = new ConstrainedName(DistinguishedName.From(issuer.Subject));
        var wrong = names.FirstOrDefault(name => !allowed.Allows(name) && !name.SameAs(own));
        if (wrong is not null)
        {
            throw Violation(wrong.Form == NameForm.DirectoryName ? "Subject" : "SubjectAlternativeName", wrong, $"names ({constraints})");
        }
    }

    private static CertificateParts Issuer(byte[] certificate) => CertificateParts.OfCertificate(certificate, "issuer").DemandCA("issuer");

    private static bool IsSelfIssued(CertificateParts parts) => parts.Subject.Encoded.AsSpan().SequenceEqual(parts.Issuer.Encoded)
        || DistinguishedName.From(parts.Subject).Equivalent(DistinguishedName.From(parts.Issuer));

    private static string? Text(int? length) => length?.ToString(CultureInfo.InvariantCulture);

    private static TrstException Violation(string field, object value, string limit) =>
        new(ErrorId.ConstraintViolation, field, value, limit);
}
