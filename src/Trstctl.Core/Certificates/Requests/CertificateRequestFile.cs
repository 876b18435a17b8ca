namespace Trstctl.Certificates.Requests;

/// <summary>The certification request (PKCS#10) in a file: DER, PEM, or bare base64.</summary>
public static class CertificateRequestFile
{
    // certreq writes the second, everybody else what RFC 7468 7 says.
    private static readonly string[] Labels = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", string.Empty];

    /// <summary>DER.</summary>
    /// <param name="content">Of the file.</param>
    /// <param name="what">Its name, for a refusal.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.FileUnreadable"/> with the reason,
    /// <see cref="ErrorId.PrivateKeyUnexpected"/>.</exception>
    public static byte[] Read(byte[] content, string what)
    {
        try
        {
            var blocks = CertificateFile.Blocks(content, what);
            if (blocks.Count == 1 && CertificateFile.IsSignedData(blocks[0].Value))
            {
                throw new TrstException(
                    ErrorId.FormatInvalid, "request",
                    "it is PKCS #7 or CMC; have a PKCS #10 made (RequestType=PKCS10 where certreq does it)");
            }

            return blocks.Count == 1 && Labels.Contains(blocks[0].Key, StringComparer.Ordinal)
                ? new CertificateRequestView(blocks[0].Value).Der
                : throw new TrstException(
                    ErrorId.FormatInvalid, "PEM text",
                    $"it holds {blocks.Count} blocks ({string.Join(", ", blocks.Take(5).Select(block => block.Key))}), not one request");
        }
        catch (TrstException e) when (e.Id is ErrorId.CertificateInvalid or ErrorId.FormatInvalid)
        {
            throw new TrstException(
                ErrorId.FileUnreadable, e, what, what,
                $"it is no certification request (PKCS#10) that can be signed: {e.Details[1]}");
        }
    }

    /// <summary>A refusal of what a request says, with the file that says it.</summary>
    public static TrstException Named(TrstException refusal, string what) => refusal.Id == ErrorId.RequestInvalid
        ? new TrstException(ErrorId.RequestInvalid, refusal, what, $"{refusal.Details[0]} (\"{what}\")")
        : refusal;
}
