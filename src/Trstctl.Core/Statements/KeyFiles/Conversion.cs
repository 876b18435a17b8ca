namespace Trstctl.Statements.KeyFiles;

/// <summary>The command that makes a file of one that is not read here.</summary>
internal static class Conversion
{
    /// <summary>Of any key file that OpenSSL opens.</summary>
    public const string OfKey = "convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in <old> -out <new>";

    /// <summary>Of a key of OpenSSH, in its place.</summary>
    public const string OfOpenSsh = "it is of OpenSSH; make a copy and convert it with: ssh-keygen -p -m PKCS8 -f <copy>";

    /// <summary>Of a Java keystore.</summary>
    public const string OfJava = "it is a Java keystore; convert it with: keytool -importkeystore -srckeystore <old> "
        + "-destkeystore <new> -deststoretype PKCS12";

    /// <summary>Of one in an encryption that OpenSSL 3 has put away.</summary>
    public const string OfOld = OfKey + " -provider legacy -provider default";
}
