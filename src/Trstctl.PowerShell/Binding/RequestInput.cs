using Trstctl.Asn1;
using Trstctl.Certificates.Requests;

namespace Trstctl.PowerShell;

/// <summary>A certification request (PKCS#10) out of a PEM or DER file, or PEM text.</summary>
internal static class RequestInput
{
    private const int MaxBytes = 256 * 1024;

    public static byte[] Read(PSCmdlet cmdlet, string input)
    {
        var (content, what) = input.StartsWith("-----BEGIN", StringComparison.Ordinal)
            ? (System.Text.Encoding.UTF8.GetBytes(input), "the text")
            : (cmdlet.ReadFile(input, MaxBytes), input);
        try
        {
            return new CertificateRequestView(content.Length > 0 && content[0] == 0x30 ? content : Decode(content)).Der;
        }
        catch (TrstException e) when (e.Id is ErrorId.CertificateInvalid or ErrorId.FormatInvalid)
        {
            throw new TrstException(ErrorId.FileUnreadable, e, what, what, "it is no certification request (PKCS#10) in PEM or DER");
        }
    }

    // certreq writes NEW CERTIFICATE REQUEST, everybody else what RFC 7468 says.
    private static byte[] Decode(byte[] content)
    {
        var text = Pem.Text(content);
        return Pem.Decode(text.Contains("BEGIN NEW CERTIFICATE REQUEST") ? "NEW CERTIFICATE REQUEST" : "CERTIFICATE REQUEST", text);
    }
}
