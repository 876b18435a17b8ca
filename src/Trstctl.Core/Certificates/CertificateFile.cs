using Org.BouncyCastle.Asn1;

namespace Trstctl.Certificates;

/// <summary>The certificates in a file as CAs hand them out: DER, PKCS #7 (.p7b), PEM under any of its labels, bare base64, and chains of
/// them in any order.</summary>
public static class CertificateFile
{
    private const int Most = 100;

    /// <summary>DER, in the file's order, each once.</summary>
    /// <param name="content">Of the file.</param>
    /// <param name="what">Its name, for a refusal.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.FileUnreadable"/>, <see cref="ErrorId.PrivateKeyUnexpected"/>.</exception>
    public static IReadOnlyList<byte[]> Read(byte[] content, string what)
    {
        try
        {
            var found = Blocks(content, what)
                .SelectMany(Certificates)
                .Select(der => new CertificateView(der).Der)
                .GroupBy(Digest.Of)
                .Select(same => same.First())
                .Take(Most + 1)
                .ToArray();
            return found.Length is > 0 and <= Most
                ? found
                : throw new TrstException(ErrorId.FormatInvalid, "file", $"it holds {found.Length} certificates, not 1 to {Most}");
        }
        catch (TrstException e) when (e.Id is ErrorId.CertificateInvalid or ErrorId.FormatInvalid)
        {
            throw new TrstException(
                ErrorId.FileUnreadable, e, what, what,
                $"it is no X.509 certificate in PEM, DER or PKCS #7 ({e.Details[1]}); of a PFX give the public certificate");
        }
    }

    /// <summary>The one certificate that a file holds.</summary>
    /// <inheritdoc cref="Read"/>
    public static byte[] ReadOne(byte[] content, string what) => Read(content, what) is var found && found.Count == 1
        ? found[0]
        : throw new TrstException(
            ErrorId.FileUnreadable, what,
            $"it holds {found.Count} certificates, not one: "
                + string.Join("; ", found.Take(5).Select(der => new CertificateView(der).Subject)));

    /// <summary>The blocks of PEM, or the whole as one without a label. Text with a private key in it is refused.</summary>
    internal static IReadOnlyList<KeyValuePair<string, byte[]>> Blocks(byte[] content, string what)
    {
        if (content is [0x30, ..])
        {
            return [new(string.Empty, content)];
        }

        var text = Pem.Text(content);
        return text.Contains("PRIVATE KEY-----")
            ? throw new TrstException(ErrorId.PrivateKeyUnexpected, what)
            : Pem.DecodeAll(text);
    }

    // Labels of RFC 7468 5 to 9, of OpenSSL and of older programs; what has none is what it is.
    private static IEnumerable<byte[]> Certificates(KeyValuePair<string, byte[]> block) => block.Key switch
    {
        "CERTIFICATE" or "X509 CERTIFICATE" or "X.509 CERTIFICATE" or "" =>
            IsSignedData(block.Value) ? OfSignedData(block.Value) : [block.Value],
        "PKCS7" or "CMS" or "PKCS #7 SIGNED DATA" or "CERTIFICATE CHAIN" => OfSignedData(block.Value),
        "TRUSTED CERTIFICATE" => [First(block.Value)],
        _ => throw new TrstException(ErrorId.FormatInvalid, "file", $"it holds a block \"{block.Key}\""),
    };

    // ContentInfo (RFC 5652 3) begins with an identifier, a certificate with a sequence. Java writes it in BER.
    internal static bool IsSignedData(byte[] content) =>
        content is [0x30, 0x80, Der.OidTag, ..]
        || (content.Length > 2 && content.AsSpan(content[1] < 0x80 ? 2 : Math.Min(content.Length, 2 + (content[1] & 0x7F)))
            is [Der.OidTag, ..]);

    private static IEnumerable<byte[]> OfSignedData(byte[] content)
    {
        var info = DerElement.Read(Definite(content), "PKCS #7");
        var data = info[0].Oid() == Oids.SignedData ? info[1].Expect(0xA0).Inner() : throw info.Fault("it is no signed data");
        return data.Children.FirstOrDefault(field => field.Tag == 0xA0)?.Children
            .Where(choice => choice.Tag == Der.SequenceTag).Select(certificate => certificate.Encoded) ?? [];
    }

    private static byte[] Definite(byte[] content)
    {
        try
        {
            return Asn1Object.FromByteArray(content).GetEncoded(Asn1Encodable.Der);
        }
        catch (Exception e) when (MalformedInput.IsMalformed(e))
        {
            throw new TrstException(ErrorId.FormatInvalid, e, null, "PKCS #7", "it is not ASN.1");
        }
    }

    // OpenSSL writes what it trusts the certificate for behind it.
    private static byte[] First(byte[] content) => DerElement.Read(Der.Sequence(content), "certificate")[0].Encoded;
}
