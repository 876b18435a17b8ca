namespace Trstctl.Certificates;

/// <summary>The two certificates by which a root's old and new keys vouch for each other (RFC 4210 4.4, RFC 9810 4.4): clients
/// that trust one find a path to what the other signed.</summary>
internal static class LinkCertificates
{
    public const string OldWithNew = "old-with-new";
    public const string NewWithOld = "new-with-old";

    /// <summary>The old key under the new one, which is not made yet: as the old root says it, and as long as the old root lives.</summary>
    public static CertificateTemplate SignOldWithNew(byte[] oldRoot, CASpec next, byte[] serial, DateTime nextNotAfter)
    {
        var old = CertificateParts.OfCertificate(oldRoot, "old root");
        var extensions = old.Extensions
            .Where(e => e.Oid is not (Oids.AuthorityKeyIdentifier or Oids.SubjectKeyIdentifier))
            .Select(e => e.Encoded)
            .Prepend(TbsWriter.AuthorityKeyIdentifier(new byte[KeyIdentifier.Length]))
            .Prepend(TbsWriter.SubjectKeyIdentifier(old.KeyIdentifierForChildren()));
        return CertificateTemplate.Open(
            TbsWriter.Write(
                serial,
                next.Algorithm.SignatureIdentifier(next.HashAlgorithm),
                old.Subject.Encoded,
                old.NotBefore,
                Earlier(Earlier(old.NotAfter, nextNotAfter), TbsWriter.Latest(old.NotBefore)),
                old.Subject.Encoded,
                old.Spki.Encoded,
                extensions),
            HoleMeaning.AuthorityKeyIdentifier);
    }

    /// <summary>The new key under the old one: from when the new root is valid, and as long as the old one lives.</summary>
    public static CertificateTemplate SignNewWithOld(
        byte[] oldRoot, CASpec next, byte[] serial, DateTime notBefore, DateTime nextNotAfter, string? oldHash = null)
    {
        var old = CertificateParts.OfCertificate(oldRoot, "old root");
        return TemplateBuilder.Link(
            next, oldRoot, old, serial, notBefore, Earlier(old.NotAfter, nextNotAfter), CAVersion.Extensions(oldRoot, sameKey: false),
            oldHash);
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
