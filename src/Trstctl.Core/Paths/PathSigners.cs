using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Trstctl.Paths;

/// <summary>Which key signed a certificate: of what exists the one that verifies it, of what is planned the one that shall.</summary>
internal static class PathSigners
{
    private const string Unknown = "unknown key of ";

    public static string Of(PathCertificate certificate, IEnumerable<PathCertificate> named)
    {
        if (certificate.IsPlanned)
        {
            return (certificate.Signer ?? certificate).Key;
        }

        // Of many of one name, the one that it names first: each trial is a signature's check.
        var keys = named.Append(certificate)
            .GroupBy(issuer => issuer.Key, StringComparer.Ordinal)
            .Select(group => group.First())
            .OrderBy(issuer => IsNamed(certificate, issuer) ? 0 : 1);
        return keys.FirstOrDefault(issuer => Verifies(certificate, issuer))?.Key ?? Unknown + certificate.Key;
    }

    private static bool IsNamed(PathCertificate certificate, PathCertificate issuer)
    {
        try
        {
            return certificate.Parts.AuthorityKeyIdentifier() is { } named
                && issuer.Parts.SubjectKeyIdentifier() is { } own
                && named.AsSpan().SequenceEqual(own);
        }
        catch (TrstException)
        {
            return false;
        }
    }

    private static bool Verifies(PathCertificate certificate, PathCertificate issuer)
    {
        var (parts, spki) = (certificate.Parts, issuer.Parts.Spki.Encoded);
        try
        {
            return SignatureCheck.Verify(parts.Algorithm.Encoded, parts.Tbs.Encoded, parts.Signature!.Bits(), spki)
                || new X509Certificate(certificate.Bytes).IsSignatureValid(PublicKeyFactory.CreateKey(spki));
        }
        catch (Exception e) when (e is TrstException || MalformedInput.IsMalformed(e))
        {
            // Placeholders and keys of other kinds verify nothing.
            return false;
        }
    }
}
