using System.Security.Cryptography.X509Certificates;
using Trstctl.Asn1;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>DER out of whatever people have in hand: our objects, an X509Certificate2, bytes, or the path of a PEM or DER file.</summary>
internal static class CertificateInput
{
    private const int MaxBytes = 1024 * 1024;

    public static byte[] Read(PSCmdlet cmdlet, object? input) => Reference.Unwrap(input) switch
    {
        TrstCA authority => authority.Record.Certificate,
        TrstCrossCertificate cross => cross.Record.Certificate,
        X509Certificate2 certificate => certificate.RawData,
        byte[] der => Checked(der, "the bytes"),
        FileInfo file => FromFile(cmdlet, file.FullName),
        string text when text.StartsWith("-----BEGIN", StringComparison.Ordinal)
            => FromText(System.Text.Encoding.UTF8.GetBytes(text), "the text"),
        string path => FromFile(cmdlet, path),
        _ => Reference.Member(input, nameof(TrstCA.Pem)) is { } pem
            ? FromText(System.Text.Encoding.UTF8.GetBytes(pem), "the object")
            : throw new TrstException(
                ErrorId.InvalidArgument, "InputObject", "a certificate or the path of one", input?.GetType().Name ?? "nothing"),
    };

    private static byte[] FromFile(PSCmdlet cmdlet, string path) => FromText(cmdlet.ReadFile(path, MaxBytes), path);

    private static byte[] FromText(byte[] content, string what) =>
        content.Length > 0 && content[0] == 0x30 ? Checked(content, what) : Checked(Pem.Decode("CERTIFICATE", content), what);

    private static byte[] Checked(byte[] der, string what)
    {
        try
        {
            return new CertificateView(der).Der;
        }
        catch (TrstException e)
        {
            throw new TrstException(
                ErrorId.FileUnreadable, e, what, what, "it is no X.509 certificate in PEM or DER; of a PFX give the public certificate");
        }
    }
}
