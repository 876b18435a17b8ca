namespace Trstctl.Certificates.Requests;

/// <summary>What of a CA's request from elsewhere goes into its certificate: its name and key as they stand there, its own key
/// identifier where it is derived from the key, and AD CS's version extensions. Everything else comes from the approved
/// specification.</summary>
internal static class RequestRules
{
    private static readonly string[] PassedOn = [Oids.CAVersion, Oids.PreviousCACertificateHash, Oids.CertificateTemplateName];

    // What every CA certificate here has, so that asking for it is granted in substance.
    private static readonly string[] Own = [Oids.BasicConstraints, Oids.KeyUsage, Oids.SubjectKeyIdentifier];

    /// <summary>Checks the request against the specification and takes from it what is granted.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.RequestInvalid"/>, or <see cref="ErrorId.SpecInvalid"/> for another
    /// subject.</exception>
    internal static TemplateOverrides Granted(byte[] request, CASpec spec)
    {
        var parts = Checked(request);
        if (!DistinguishedName.From(parts.Subject).Equivalent(spec.SubjectName))
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "Subject", $"the request's \"{DistinguishedName.From(parts.Subject)}\"", spec.Subject);
        }

        return new TemplateOverrides
        {
            Subject = parts.Subject.Encoded,
            Spki = parts.Spki.Encoded,
            KeyIdentifier = KeyIdentifierOf(parts),
            Extensions = parts.Extensions
                .Where(e => !e.Critical && PassedOn.Contains(e.Oid, StringComparer.Ordinal))
                .Select(e => e.Encoded)
                .ToArray(),
        };
    }

    /// <summary>In words, what the request asks for and the certificate will not say.</summary>
    public static IReadOnlyList<string> NotGranted(byte[] request, CASpec spec)
    {
        var parts = Checked(request);
        var asked = parts.AsCertificate();
        var lines = parts.Extensions
            .Where(e => !Own.Contains(e.Oid, StringComparer.Ordinal) && (e.Critical || !PassedOn.Contains(e.Oid, StringComparer.Ordinal)))
            .SelectMany(e => ExtensionText.Describe(asked, e))
            .Select(line => $"{line.Key} {line.Value}")
            .ToList();
        if (parts.Find(Oids.BasicConstraints) is not null && asked.PathLength() is var length && length != spec.PathLength)
        {
            lines.Add($"path length {length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "absent"}");
        }

        return lines;
    }

    private static CertificateRequestParts Checked(byte[] request)
    {
        var parts = CertificateRequestParts.Of(request);
        var spki = parts.Spki.Encoded;
        var fault = parts.Subject.Count == 0 ? "it names no subject"
            : PublicKey.TryRead(spki)?.Algorithm is not { Signs: true }
                ? $"its key ({Described(spki)}) is of no algorithm that a CA here may have"
            : !new CertificateRequestView(request).ProvesPossession
                ? (parts.Algorithm is null ? null : SignatureCheck.Fault(parts.Algorithm))
                    ?? "its signature does not prove possession of its key"
            : parts.Find(Oids.BasicConstraints) is not null && !parts.AsCertificate().IsCA() ? "it asks for a certificate that is no CA's"
            : null;
        return fault is null ? parts : throw new TrstException(ErrorId.RequestInvalid, fault);
    }

    private static string Described(byte[] spki) =>
        PublicKey.TryRead(spki)?.ToString() ?? SignatureNames.Of(DerElement.Read(spki, "public key")[0][0].Oid());

    // RFC 5280 4.2.1.2 method 1 (AD CS) or ours; any other identifier would be the requester's invention.
    private static byte[]? KeyIdentifierOf(CertificateRequestParts parts)
    {
        var asked = parts.AsCertificate().SubjectKeyIdentifier();
        return asked is not null && asked.AsSpan().SequenceEqual(KeyIdentifier.Sha1Of(parts.Spki.Encoded)) ? asked : null;
    }
}
