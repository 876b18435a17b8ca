using System.Globalization;
using System.Text;

namespace Trstctl.Certificates;

/// <summary>The specification that an existing CA certificate would have had, to be changed and used for its successor.</summary>
public static class CASpecCertificate
{
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where a part of it cannot be read.</exception>
    public static CASpecInput Read(byte[] certificate)
    {
        var parts = CertificateParts.OfCertificate(certificate);
        var names = NameConstraintSet.From(parts);
        return new CASpecInput
        {
            Subject = DistinguishedName.From(parts.Subject).ToString(),
            KeyAlgorithm = PublicKey.Describe(parts.Spki.Encoded),
            Validity = ((int)Math.Ceiling((parts.NotAfter - parts.NotBefore).TotalDays)).ToString(CultureInfo.InvariantCulture) + "d",
            PathLength = parts.PathLength(),
            PermittedNames = [.. names.Permitted.Select(name => name.ToString())],
            ExcludedNames = [.. names.Excluded.Select(name => name.ToString())],
            ExtendedKeyUsages = [.. ExtendedKeyUsages.Named(parts)],
            CertificatePolicies = [.. parts.Find(Oids.CertificatePolicies)?.Value.Children.Select(Policy) ?? []],
            CrlUrls = [.. CertificateUrls.Crl(parts)],
            IssuerUrls = [.. CertificateUrls.AccessLocations(parts).Where(pair => pair.Key == Oids.CAIssuers).Select(pair => pair.Value)],
            Adcs = CAVersion.Of(parts) is not null,
        };
    }

    // A practice statement's URL comes along; notices do not, since no new certificate should carry one (RFC 5280 4.2.1.4).
    private static string Policy(DerElement policy)
    {
        var oid = policy[0].Oid();
        var statement = policy.Count < 2 ? null : policy[1].Children.FirstOrDefault(q => q.Count == 2 && q[0].Oid() == Oids.CpsQualifier);
        return statement is null ? oid : $"{oid}={Encoding.ASCII.GetString(statement[1].Content)}";
    }
}
