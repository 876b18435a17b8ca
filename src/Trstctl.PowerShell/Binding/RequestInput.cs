using Trstctl.Certificates.Requests;

namespace Trstctl.PowerShell;

/// <summary>A certification request (PKCS#10) out of a file, or PEM text.</summary>
internal static class RequestInput
{
    private const int MaxBytes = 256 * 1024;

    public static byte[] Read(PSCmdlet cmdlet, string input) => IsText(input)
        ? CertificateRequestFile.Read(System.Text.Encoding.UTF8.GetBytes(input), "the text")
        : CertificateRequestFile.Read(cmdlet.ReadFile(input, MaxBytes), input);

    /// <summary>Does something with the request; a refusal of it names the file.</summary>
    public static T Naming<T>(string? input, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (TrstException e) when (e.Id == ErrorId.RequestInvalid && input is not null && !IsText(input))
        {
            throw CertificateRequestFile.Named(e, input);
        }
    }

    private static bool IsText(string input) => input.StartsWith("-----BEGIN", StringComparison.Ordinal);
}
