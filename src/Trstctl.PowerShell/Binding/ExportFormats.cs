using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>Which format a file's name asks for.</summary>
internal static class ExportFormats
{
    // The first of several is what the end of the name means by itself.
    private static readonly Dictionary<string, CertificateFormat[]> OfCertificates = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pem"] = [CertificateFormat.Pem],
        [".cer"] = [CertificateFormat.Pem, CertificateFormat.Der],
        [".crt"] = [CertificateFormat.Pem, CertificateFormat.Der],
        [".der"] = [CertificateFormat.Der],
        [".p7b"] = [CertificateFormat.Pkcs7],
        [".p7c"] = [CertificateFormat.Pkcs7],
        [".mmd"] = [CertificateFormat.Mermaid],
        [".dot"] = [CertificateFormat.Dot],
        [".gv"] = [CertificateFormat.Dot],
        [".html"] = [CertificateFormat.Html],
        [".htm"] = [CertificateFormat.Html],
    };

    private static readonly Dictionary<string, CeremonyFormat[]> OfCeremonies = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = [CeremonyFormat.Html],
        [".htm"] = [CeremonyFormat.Html],
        [".md"] = [CeremonyFormat.Markdown],
        [".markdown"] = [CeremonyFormat.Markdown],
        [".json"] = [CeremonyFormat.Json],
    };

    /// <summary>The given one, or the one of the file's name; of a folder's or none Pem.</summary>
    public static CertificateFormat Choose(PSCmdlet cmdlet, CertificateFormat? given, string path) =>
        given == CertificateFormat.PublishPack ? CertificateFormat.PublishPack
            : Choose(cmdlet, given, path, OfCertificates, CertificateFormat.Pem);

    /// <summary>The same of a ceremony's record, where it is Html.</summary>
    public static CeremonyFormat Choose(PSCmdlet cmdlet, CeremonyFormat? given, string path) =>
        Choose(cmdlet, given, path, OfCeremonies, CeremonyFormat.Html);

    // A page in a file that says it is a certificate misleads whoever opens it.
    private static T Choose<T>(PSCmdlet cmdlet, T? given, string path, Dictionary<string, T[]> known, T otherwise)
        where T : struct, Enum
    {
        var end = Path.GetExtension(path);
        if (end.Length == 0 || Directory.Exists(cmdlet.ResolvePath(path)))
        {
            return given ?? otherwise;
        }

        var shown = $"\"{CanonicalText.Escape(path)}\"";
        if (!known.TryGetValue(end, out var named))
        {
            return given ?? throw new TrstException(
                ErrorId.InvalidArgument, "Path", $"a name that ends in {Words.Or([.. known.Keys])}, or -Format", shown);
        }

        return given is not { } asked ? named[0]
            : named.Contains(asked) ? asked
            : throw new TrstException(
                ErrorId.InvalidArgument, "Format",
                $"{Words.Or([.. named.Select(one => one.ToString())])}, as the file's name says ({shown})", asked);
    }
}
