namespace Trstctl.Certificates;

/// <summary>Writes TBSCertificates and their extensions (RFC 5280 4.1.2, 4.2).</summary>
internal static class TbsWriter
{
    private const int LongestValidityInYears = 50;

    public static byte[] Write(
        byte[] serial, byte[] signatureAlgorithm, byte[] issuer, DateTime notBefore, DateTime notAfter, byte[] subject, byte[] spki,
        IEnumerable<byte[]?> extensions)
    {
        CheckValidity(notBefore, notAfter);
        return Der.Sequence(
            Der.Explicit(0, Der.Integer(2)),
            Serial(serial),
            signatureAlgorithm,
            issuer,
            Der.Sequence(Der.Time(notBefore), Der.Time(notAfter)),
            subject,
            spki,
            Der.Explicit(3, Der.Sequence(extensions.ToArray())));
    }

    public static byte[] BasicConstraints(int? pathLength) => Extension(
        Oids.BasicConstraints, true, Der.Sequence(Der.True, pathLength is null ? null : Der.Integer(pathLength.Value)));

    // keyCertSign (5) and cRLSign (6), one unused bit.
    public static byte[] KeyUsage() => Extension(Oids.KeyUsage, true, Der.BitString([0x06], unusedBits: 1));

    public static byte[] SubjectKeyIdentifier(byte[] identifier) =>
        Extension(Oids.SubjectKeyIdentifier, false, Der.OctetString(identifier));

    public static byte[] AuthorityKeyIdentifier(byte[] identifier) =>
        Extension(Oids.AuthorityKeyIdentifier, false, Der.Sequence(Der.Implicit(0, identifier)));

    public static byte[]? ExtendedKeyUsage(IReadOnlyList<string> oids) => oids.Count == 0
        ? null
        : Extension(Oids.ExtendedKeyUsage, false, Der.Sequence(oids.Select(Der.Oid).ToArray()));

    public static byte[]? Policies(IReadOnlyList<CertificatePolicy> policies) => policies.Count == 0
        ? null
        : Extension(Oids.CertificatePolicies, false, Der.Sequence(policies.Select(policy => policy.ToDer()).ToArray()));

    public static byte[]? NameConstraints(NameConstraintSet names) =>
        names.ToDer() is { } value ? Extension(Oids.NameConstraints, true, value) : null;

    /// <param name="generalName">DER (RFC 5280 4.2.1.6).</param>
    /// <param name="critical">Where the subject is empty.</param>
    public static byte[] AlternativeName(byte[] generalName, bool critical) =>
        Extension(Oids.SubjectAlternativeName, critical, Der.Sequence(generalName));

    // One distribution point: the URLs are alternatives for the same CRL.
    public static byte[]? CrlDistributionPoints(IReadOnlyList<string> urls) => urls.Count == 0
        ? null
        : Extension(
            Oids.CrlDistributionPoints, false, Der.Sequence(Der.Sequence(Der.Explicit(0, Der.Explicit(0, urls.Select(Url).ToArray())))));

    public static byte[]? IssuerUrls(IReadOnlyList<string> urls) => urls.Count == 0
        ? null
        : Extension(
            Oids.AuthorityInfoAccess, false, Der.Sequence(urls.Select(url => Der.Sequence(Der.Oid(Oids.CAIssuers), Url(url))).ToArray()));

    public static byte[] Extension(string oid, bool critical, byte[] value) =>
        Der.Sequence(Der.Oid(oid), critical ? Der.True : null, Der.OctetString(value));

    private static byte[] Url(string url) => Der.Implicit(6, System.Text.Encoding.ASCII.GetBytes(url));

    // RFC 5280 4.1.2.2: positive, at most 20 octets as an INTEGER.
    private static byte[] Serial(byte[] serial)
    {
        var encoded = Der.Integer(serial);
        return encoded.Length is >= 10 and <= 22 ? encoded : throw new TrstException(
            ErrorId.InvalidArgument, "serial", "8 to 20 octets, positive", $"{serial.Length} bytes");
    }

    /// <summary>The latest notAfter of a certificate that begins then.</summary>
    public static DateTime Latest(DateTime notBefore) => notBefore.AddYears(LongestValidityInYears);

    private static void CheckValidity(DateTime notBefore, DateTime notAfter)
    {
        if (notAfter <= notBefore || notAfter > Latest(notBefore))
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "NotAfter",
                $"a time after notBefore {UtcTime.Format(notBefore)} by at most {LongestValidityInYears} years", UtcTime.Format(notAfter));
        }
    }
}
