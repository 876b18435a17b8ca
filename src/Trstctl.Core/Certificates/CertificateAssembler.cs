namespace Trstctl.Certificates;

/// <summary>Joins to-be-signed bytes and their signature.</summary>
internal static class CertificateAssembler
{
    /// <summary>The largest TBS that is made here with the largest signature there is, in bytes.</summary>
    public const int LargestCertificate = CertificateTemplate.LargestTbs + KeyAlgorithm.LargestSignature + 64;

    /// <param name="tbs">DER, complete.</param>
    /// <param name="signer">Of the issuer's key; must be what the TBS names.</param>
    /// <param name="signature">As X.509 carries it: ECDSA as DER Ecdsa-Sig-Value.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.TemplateInvalid"/> where the TBS names another algorithm.</exception>
    public static byte[] Assemble(byte[] tbs, KeyAlgorithm signer, byte[] signature)
    {
        var parts = CertificateParts.Of(tbs, "TBS");
        var algorithm = parts.Algorithm.Encoded;
        var isHis = signer.HashOf(algorithm) is not null || signer.SignatureIdentifier().AsSpan().SequenceEqual(algorithm);
        return parts.Signature is null && isHis
            ? Der.Sequence(tbs, algorithm, Der.BitString(signature))
            : throw new TrstException(ErrorId.TemplateInvalid, $"it is not to be signed by {signer}");
    }
}
