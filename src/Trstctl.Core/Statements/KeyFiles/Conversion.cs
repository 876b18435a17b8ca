namespace Trstctl.Statements.KeyFiles;

/// <summary>The command that makes a file of one that is not read here.</summary>
internal static class Conversion
{
    /// <summary>Of any key file that OpenSSL opens.</summary>
    public const string OfKey = "convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in <old> -out <new>";

    /// <summary>Of one in an encryption that OpenSSL 3 has put away.</summary>
    public const string OfOld = OfKey + " -provider legacy -provider default";
}
