namespace Trstctl.Lints;

/// <summary>Tells certificates, requests and CRLs apart by their structure.</summary>
internal static class LintRoles
{
    public static LintRole Of(byte[] der)
    {
        try
        {
            var root = DerElement.Read(der, "input").Expect(Der.SequenceTag);
            var signed = root.Count == 3 && root[0].Tag == Der.SequenceTag && root[2].Tag == Der.BitStringTag;
            var fields = (signed ? root[0] : root).Children;

            // Only a TBSCertList holds a time itself; only a CertificationRequestInfo has four fields or fewer.
            return fields.Any(field => field.Tag is 0x17 or 0x18) ? LintRole.Crl
                : fields.Count is 3 or 4 && fields[0].Tag == Der.IntegerTag ? LintRole.Request
                : OfCertificate(CertificateParts.Of(der));
        }
        catch (TrstException)
        {
            return LintRole.EndEntity;
        }
    }

    // A CA under its own name is a root, unless it names another key as its issuer's: then it links two keys of one CA.
    private static LintRole OfCertificate(CertificateParts parts) =>
        !parts.IsCA() ? LintRole.EndEntity
        : !parts.Subject.Encoded.AsSpan().SequenceEqual(parts.Issuer.Encoded) ? LintRole.Intermediate
        : parts.AuthorityKeyIdentifier() is { } issuer
            && parts.SubjectKeyIdentifier() is { } subject
            && !issuer.AsSpan().SequenceEqual(subject) ? LintRole.CrossCertificate
        : LintRole.Root;
}
