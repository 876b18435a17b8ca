using System.Security.Cryptography.X509Certificates;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>DER out of whatever people have in hand: our objects, an X509Certificate2, bytes, or the path of a file.</summary>
internal static class CertificateInput
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The one certificate.</summary>
    public static byte[] Read(PSCmdlet cmdlet, object? input) => Given(input) ?? FromFile(cmdlet, input, CertificateFile.ReadOne);

    /// <summary>All certificates, where a file may bring its issuers' too.</summary>
    public static IReadOnlyList<byte[]> ReadAll(PSCmdlet cmdlet, object? input) =>
        Given(input) is { } one ? [one] : FromFile(cmdlet, input, CertificateFile.Read);

    // What is no file or text.
    private static byte[]? Given(object? input) => Reference.Unwrap(input) switch
    {
        TrstCA authority => authority.Record.Certificate,
        TrstCrossCertificate cross => cross.Record.Certificate,
        X509Certificate2 certificate => certificate.RawData,
        _ => null,
    };

    private static T FromFile<T>(PSCmdlet cmdlet, object? input, Func<byte[], string, T> read) => Reference.Unwrap(input) switch
    {
        byte[] content => read(content, "the bytes"),
        FileInfo file => read(cmdlet.ReadFile(file.FullName, MaxBytes), file.FullName),
        string text when text.StartsWith("-----BEGIN", StringComparison.Ordinal)
            => read(System.Text.Encoding.UTF8.GetBytes(text), "the text"),
        string path => read(cmdlet.ReadFile(path, MaxBytes), path),
        _ => Reference.Member(input, nameof(TrstCA.Pem)) is { } pem
            ? read(System.Text.Encoding.UTF8.GetBytes(pem), "the object")
            : throw new TrstException(
                ErrorId.InvalidArgument, "InputObject", "a certificate or the path of one", input?.GetType().Name ?? "nothing"),
    };
}
