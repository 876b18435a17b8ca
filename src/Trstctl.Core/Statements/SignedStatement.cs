namespace Trstctl.Statements;

/// <summary>What a statement claims, before anything is verified; good only for looking up whom to verify it against.</summary>
internal sealed record StatementContent(string ContentType, byte[] Content, byte[] Certificate, DateTime SigningTime);

/// <summary>Signed statements: the strict profile of CMS SignedData in PROTOCOL section 3. There is exactly one encoding of a
/// statement; whatever differs from it is refused.</summary>
internal static class SignedStatement
{
    /// <summary>Signs content; <paramref name="signingTime"/> is the ledger's time in UTC, to the second.</summary>
    public static byte[] Sign(SigningIdentity signer, string contentTypeOid, byte[] content, DateTime signingTime)
    {
        var certificate = signer.Certificate;
        var algorithm = StatementAlgorithm.Of(signer.PublicKey);
        if (content.Length > CmsParts.MaxContent)
        {
            throw new TrstException(ErrorId.FormatInvalid, "statement", "its content is larger than 2.5 MiB");
        }

        var attributes = StatementEncoding.SignedAttributes(algorithm, certificate, contentTypeOid, content, UtcTime.Truncate(signingTime));
        var signature = signer.Sign(attributes);
        return StatementEncoding.SignedData(algorithm, certificate, contentTypeOid, content, attributes, signature);
    }

    /// <summary>What is claimed, unverified; <see cref="ErrorId.FormatInvalid"/> where it cannot be found.</summary>
    public static StatementContent Read(byte[] cms)
    {
        var parts = Parts(cms);
        return new StatementContent(parts.ContentType, parts.Content, parts.Certificate, parts.SigningTime);
    }

    /// <inheritdoc cref="Read"/>
    public static CmsParts Parts(byte[] cms) =>
        CmsParts.Find(cms, reason => new TrstException(ErrorId.FormatInvalid, "signed statement", reason));

    /// <inheritdoc cref="Verify(byte[], string, byte[], string, out DateTime)"/>
    public static byte[] Verify(byte[] cms, string contentTypeOid, byte[] signerCertificate, string who) =>
        Verify(cms, contentTypeOid, signerCertificate, who, out _);

    /// <summary>The content of a statement signed by the key of <paramref name="signerCertificate"/> (DER, from the roster), or
    /// <see cref="ErrorId.ApprovalInvalid"/>. The signing time is the signer's claim: validity is judged by the ledger's time.</summary>
    public static byte[] Verify(byte[] cms, string contentTypeOid, byte[] signerCertificate, string who, out DateTime signingTime) =>
        Verify(cms, contentTypeOid, signerCertificate, PublicKey.OfCertificate(signerCertificate), who, out signingTime);

    /// <param name="key">Of the certificate, where it was read before.</param>
    internal static byte[] Verify(
        byte[] cms, string contentTypeOid, byte[] signerCertificate, PublicKey key, string who, out DateTime signingTime) =>
        Verify(
            CmsParts.Find(cms, reason => new TrstException(ErrorId.ApprovalInvalid, who, reason)), contentTypeOid, signerCertificate, key,
            who, out signingTime);

    /// <param name="parts">Of a statement that was read before: all of it is verified.</param>
    internal static byte[] Verify(
        CmsParts parts, string contentTypeOid, byte[] signerCertificate, PublicKey key, string who, out DateTime signingTime)
    {
        TrstException Refuse(string reason) => new(ErrorId.ApprovalInvalid, who, reason);

        var algorithm = StatementAlgorithm.Of(key);
        if (Fault(parts, algorithm, contentTypeOid, signerCertificate) is { } fault)
        {
            throw Refuse(fault);
        }

        // Attributes and statement are rebuilt, so that what differs from the one encoding is refused without a rule that names it.
        signingTime = parts.SigningTime;
        var attributes = StatementEncoding.SignedAttributes(algorithm, signerCertificate, contentTypeOid, parts.Content, signingTime);
        if (!SignatureCheck.Verify(key, attributes, parts.Signature))
        {
            throw Refuse("the signature does not verify");
        }

        return StatementEncoding.Matches(
            parts.Encoded, algorithm, signerCertificate, contentTypeOid, parts.Content, attributes, parts.Signature, parts.IssuerAndSerial)
            ? parts.Content : throw Refuse("it is not in the one encoding that is allowed");
    }

    // Said in words because people meet them; the comparison would refuse them too.
    private static string? Fault(CmsParts parts, StatementAlgorithm algorithm, string contentType, byte[] certificate) =>
        !string.Equals(parts.ContentType, contentType, StringComparison.Ordinal)
            ? $"its content type is {parts.ContentType}, not {contentType}"
        : !parts.Certificate.AsSpan().SequenceEqual(certificate)
            ? "it carries another certificate than the roster's"
        : !parts.DigestAlgorithm.AsSpan().SequenceEqual(algorithm.DigestDer)
            ? $"its digest algorithm is not {algorithm.Hash.Name}, which belongs to the signer's key"
        : !parts.Signer.AsSpan().SequenceEqual(parts.IssuerAndSerial)
            ? "its signer's issuer and serial number are not those of the roster's certificate"
        : null;
}
