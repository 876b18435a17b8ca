using System.Globalization;
using System.Text;

namespace Trstctl.Certificates;

/// <summary>The specification that an existing CA certificate would have had, to be changed and used for its successor.</summary>
public static class CASpecCertificate
{
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where a part of it cannot be read.</exception>
    public static CASpecInput Read(byte[] certificate) => Read(certificate, sayableOnly: false);

    /// <summary>The same without what no specification can say and a next certificate keeps as it stands: URLs of other
    /// kinds.</summary>
    internal static CASpecInput ReadSayable(byte[] certificate) => Read(certificate, sayableOnly: true);

    private static CASpecInput Read(byte[] certificate, bool sayableOnly)
    {
        var parts = CertificateParts.OfCertificate(certificate);
        var names = NameConstraintSet.From(parts);
        var subject = DistinguishedName.From(parts.Subject);
        return new CASpecInput
        {
            Subject = subject.ToString(),
            SubjectDer = IsTyped(subject) ? null : subject.Encoded,
            KeyAlgorithm = PublicKey.Describe(parts.Spki.Encoded),
            HashAlgorithm = HashOf(certificate),
            Validity = CASpecInput.LongestWithin(parts.NotBefore, parts.NotAfter),
            PathLength = parts.PathLength(),
            PermittedNames = [.. names.Permitted.Select(name => name.ToString())],
            ExcludedNames = [.. names.Excluded.Select(name => name.ToString())],
            ExtendedKeyUsages = [.. ExtendedKeyUsages.Named(parts)],
            CertificatePolicies =
            [
                .. parts.Find(Oids.CertificatePolicies)?.Value.Children.Select(policy => Policy(policy, sayableOnly)) ?? [],
            ],
            CrlUrls = [.. CertificateUrls.Crl(parts).Where(IsTaken)],
            IssuerUrls = [.. CertificateUrls.IssuerUrls(parts).Where(IsTaken)],
            Adcs = CAVersion.Of(parts) is not null,
        }.Foreign();

        bool IsTaken(string url) => !sayableOnly || SpecUrl.IsOf(url, SpecUrl.Published);
    }

    /// <summary>With which a CA signed its own certificate; null where that is its key's own, or none that is used here.</summary>
    internal static string? HashOf(byte[] certificate)
    {
        var parts = CertificateParts.OfCertificate(certificate);
        return parts.Subject.Encoded.AsSpan().SequenceEqual(parts.Issuer.Encoded)
            && PublicKey.TryRead(parts.Spki.Encoded)?.SignsLike is { } key
            && key.HashOf(parts.Algorithm.Encoded) is { } hash && hash != key.Hash
                ? hash
                : null;
    }

    // A name of types, lengths or characters that nobody may type stands as its bytes.
    private static bool IsTyped(DistinguishedName name)
    {
        try
        {
            return DistinguishedName.Parse("Subject", name.ToString()).Equivalent(name);
        }
        catch (TrstException)
        {
            return false;
        }
    }

    // A practice statement's URL comes along; notices do not, since no new certificate should carry one (RFC 5280 4.2.1.4).
    private static string Policy(DerElement policy, bool sayableOnly)
    {
        var oid = policy[0].Oid();
        var statement = policy.Count < 2 ? null : policy[1].Children.FirstOrDefault(q => q.Count == 2 && q[0].Oid() == Oids.CpsQualifier);
        var url = statement is null ? null : Encoding.ASCII.GetString(statement[1].Content);
        return url is null || (sayableOnly && !SpecUrl.IsOf(url, SpecUrl.Practice)) ? oid : $"{oid}={url}";
    }
}
