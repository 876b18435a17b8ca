using System.Globalization;
using System.Security.Cryptography;

namespace Trstctl.Certificates;

/// <summary>AD CS's CA Version (1.3.6.1.4.1.311.21.1): which certificate of a CA this is, and which key, both counted from 0. A
/// new key takes the number of the certificate that brings it ([MS-WCCE] 2.2.2.7.3).</summary>
/// <param name="Certificate">0 to 65535.</param>
/// <param name="Key">0 to the certificate's number.</param>
internal sealed record CAVersion(int Certificate, int Key)
{
    /// <summary>In a URL of a specification: the suffix of the issuer's CRL or certificate file.</summary>
    public const string Placeholder = "{suffix}";

    public static CAVersion First { get; } = new(0, 0);

    /// <summary>"(1)" for CRLs of the second key; nothing for the first.</summary>
    public string CrlSuffix => Suffix(Key);

    /// <summary>"(1)" for the second certificate; nothing for the first.</summary>
    public string CertificateSuffix => Suffix(Certificate);

    public CAVersion WithNewKey => new(Certificate + 1, Certificate + 1);

    public CAVersion WithSameKey => new(Certificate + 1, Key);

    /// <summary>The version in a certificate, or null where it carries none.</summary>
    public static CAVersion? Of(byte[] certificate) => Of(CertificateParts.OfCertificate(certificate));

    /// <summary>DER Extensions of the certificate that follows another one, or of the first.</summary>
    internal static IReadOnlyList<byte[]> Extensions(byte[]? predecessor, bool sameKey)
    {
        if (predecessor is null)
        {
            return [First.ToExtension()];
        }

        var before = Of(predecessor) ?? First;
        return [(sameKey ? before.WithSameKey : before.WithNewKey).ToExtension(), PreviousHash(predecessor)];
    }

    public override string ToString() => $"V{Certificate}.{Key}";

    internal static CAVersion? Of(CertificateParts parts)
    {
        var content = parts.Find(Oids.CAVersion)?.Value.Expect(Der.IntegerTag).Content;
        if (content is null)
        {
            return null;
        }

        if (content is [] or [>= 0x80, ..] or { Length: > 5 })
        {
            throw parts.Tbs.Fault("its CA version is out of range");
        }

        var number = content.Aggregate(0L, (sum, digit) => (sum << 8) | digit);
        return new CAVersion((int)(number & 0xFFFF), (int)(number >> 16));
    }

    /// <summary>DER Extension: the key's number in the upper 16 bits, the certificate's in the lower.</summary>
    internal byte[] ToExtension() => TbsWriter.Extension(Oids.CAVersion, false, Der.Integer(((long)Key << 16) | (uint)Certificate));

    /// <summary>DER Extension 1.3.6.1.4.1.311.21.2: SHA-1 of the certificate that came before, as Windows links them.</summary>
    internal static byte[] PreviousHash(byte[] certificate)
    {
#pragma warning disable CA5350 // the format asks for SHA-1; nothing relies on it
        using var sha = SHA1.Create();
#pragma warning restore CA5350
        return TbsWriter.Extension(Oids.PreviousCACertificateHash, false, Der.OctetString(sha.ComputeHash(certificate)));
    }

    private static string Suffix(int index) => index == 0 ? string.Empty : $"({index.ToString(CultureInfo.InvariantCulture)})";
}
