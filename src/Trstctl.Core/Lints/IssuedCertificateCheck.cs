namespace Trstctl.Lints;

/// <summary>What must hold of a new certificate before it is committed.</summary>
internal static class IssuedCertificateCheck
{
    /// <summary>Re-parses, verifies under the issuer's key, proves TBS = filled template, and lints.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/>, <see cref="ErrorId.SignatureNotVerified"/>,
    /// <see cref="ErrorId.TemplateInvalid"/> or <see cref="ErrorId.LintFailed"/>.</exception>
    public static void Verify(
        byte[] certificate, CertificateTemplate template, byte[] subjectSpki, byte[] issuerSpki, LintRole role,
        IReadOnlyCollection<string>? waived = null) =>
        Verify(certificate, template.Fill(subjectSpki), issuerSpki, role, waived);

    /// <param name="tbs">The template, filled.</param>
    public static void Verify(
        byte[] certificate, byte[] tbs, byte[] issuerSpki, LintRole role, IReadOnlyCollection<string>? waived = null)
    {
        VerifyBytes(CertificateParts.OfCertificate(certificate, "new certificate"), tbs, issuerSpki);
        CertificateLint.Demand(certificate, role, waived);
    }

    /// <summary>The same without lint, which changes with versions: of a certificate of the past.</summary>
    public static void VerifyBytes(CertificateParts parts, byte[] tbs, byte[] issuerSpki)
    {
        if (!VerifySignature(parts, issuerSpki))
        {
            throw new TrstException(ErrorId.SignatureNotVerified, $"the issuer's key ({PublicKey.Describe(issuerSpki)})");
        }

        if (!parts.Tbs.Encoded.AsSpan().SequenceEqual(tbs))
        {
            throw new TrstException(ErrorId.TemplateInvalid, "a byte outside the open ranges differs");
        }
    }

    /// <summary>Whether a certificate's signature verifies under a key; the algorithm must be the one of that key's kind.</summary>
    public static bool VerifySignature(byte[] certificate, byte[] issuerSpki) =>
        VerifySignature(CertificateParts.OfCertificate(certificate), issuerSpki);

    /// <summary>Why a certificate that does not verify under a key does not.</summary>
    /// <param name="otherwise">Where its algorithm is not the reason.</param>
    public static string FaultOf(byte[] certificate, string otherwise) =>
        SignatureCheck.Fault(CertificateParts.OfCertificate(certificate).Algorithm) ?? otherwise;

    private static bool VerifySignature(CertificateParts parts, byte[] issuerSpki) =>
        parts.OuterAlgorithm!.Encoded.AsSpan().SequenceEqual(parts.Algorithm.Encoded)
        && SignatureCheck.Verify(parts.Algorithm, parts.Tbs.Encoded, parts.Signature!.Bits(), PublicKey.TryRead(issuerSpki));
}
