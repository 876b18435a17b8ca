namespace Trstctl.PowerShell;

/// <summary>Which format a file's name asks for.</summary>
internal static class ExportFormats
{
    private static readonly Dictionary<string, CertificateFormat> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pem"] = CertificateFormat.Pem,
        [".der"] = CertificateFormat.Der,
        [".p7b"] = CertificateFormat.Pkcs7,
        [".p7c"] = CertificateFormat.Pkcs7,
        [".mmd"] = CertificateFormat.Mermaid,
        [".dot"] = CertificateFormat.Dot,
        [".gv"] = CertificateFormat.Dot,
        [".html"] = CertificateFormat.Html,
        [".htm"] = CertificateFormat.Html,
    };

    /// <summary>The given one, or the one of the path's extension; two that differ are refused. Other extensions (.cer, .crt, .txt) say
    /// nothing.</summary>
    public static CertificateFormat Choose(CertificateFormat? given, string path)
    {
        if (!ByExtension.TryGetValue(Path.GetExtension(path), out var named))
        {
            return given ?? CertificateFormat.Pem;
        }

        return given is null || given == named || given == CertificateFormat.PublishPack
            ? given ?? named
            : throw new TrstException(
                ErrorId.InvalidArgument, "Format", $"{named}, as the file's name says (\"{CanonicalText.Escape(path)}\")", given);
    }
}
