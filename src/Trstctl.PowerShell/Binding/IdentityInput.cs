using System.Collections;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Ceremonies.Presence;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>A person's key out of what people have in hand: a certificate object, a thumbprint, a custodian object, or a PFX or
/// PEM file.</summary>
internal static class IdentityInput
{
    private static readonly string[] HolderKeys =
        ["Certificate", "Password", "SealingCertificate", "SealingPassword", "ShareFile", "SharePassword"];

    public static SigningIdentity Read(PSCmdlet cmdlet, object input, SecureString? password, bool mayAsk = true) =>
        Reference.Unwrap(input) switch
        {
            X509Certificate2 certificate => SigningIdentity.From(certificate),
            TrstCustodian { Path: { } path } => FromFile(cmdlet, path, password, mayAsk),
            string text when IsThumbprint(text) => SigningIdentity.FromStore(text),
            string text => FromFile(cmdlet, cmdlet.ResolvePath(text), password, mayAsk),
            FileInfo file => FromFile(cmdlet, file.FullName, password, mayAsk),
            var other => throw new TrstException(
                ErrorId.InvalidArgument, "Certificate", "a certificate, a thumbprint or a file", other?.GetType().Name ?? "nothing"),
        };

    /// <summary>Your key, or null where -Certificate names none.</summary>
    public static SigningIdentity? Yours(
        PSCmdlet cmdlet, object? certificate, SecureString? password, string hint, bool mayAsk = true) =>
        certificate is not null ? Read(cmdlet, certificate, password, mayAsk)
        : password is null ? null
        : throw new TrstException(
            ErrorId.InvalidArgument, "Password", $"a -Certificate whose file it opens ({hint})", "none");

    /// <summary>The key that opens what is sealed to you, or null where -SealingCertificate names none.</summary>
    public static SigningIdentity? Sealing(PSCmdlet cmdlet, object? certificate, SecureString? password) =>
        certificate is not null ? Read(cmdlet, certificate, password)
        : password is null ? null
        : throw new TrstException(ErrorId.InvalidArgument, "SealingPassword", "a -SealingCertificate whose file it opens", "none");

    /// <summary>A custodian or witness at this console, like -Certificate; his password comes with him, in a hashtable.</summary>
    public static SigningIdentity Present(PSCmdlet cmdlet, string parameter, object input) =>
        Reference.Unwrap(input) is IDictionary table
            ? Read(cmdlet, CertificateOf(parameter, table, ["Certificate", "Password"]), Secret(table["Password"]))
            : Read(cmdlet, input, null);

    /// <summary>A custodian who releases a share: a key as above, or a hashtable that also says where the share's own file is.</summary>
    public static ShareHolder Holder(PSCmdlet cmdlet, object input)
    {
        if (Reference.Unwrap(input) is not IDictionary table)
        {
            return new ShareHolder(Read(cmdlet, input, null), [], []);
        }

        var identity = Read(cmdlet, CertificateOf("ShareHolder", table, HolderKeys), Secret(table["Password"]));
        try
        {
            return new ShareHolder(
                identity, Files(cmdlet, LanguagePrimitives.ConvertTo<string[]>(table["ShareFile"])), Secrets(table["SharePassword"]))
            {
                Sealing = Sealing(cmdlet, table["SealingCertificate"], Secret(table["SealingPassword"])),
            };
        }
        catch
        {
            identity.Dispose();
            throw;
        }
    }

    public static IReadOnlyList<string> Files(PSCmdlet cmdlet, string[]? paths) => (paths ?? []).Select(cmdlet.ResolvePath).ToArray();

    private static SigningIdentity FromFile(PSCmdlet cmdlet, string path, SecureString? password, bool mayAsk) => mayAsk
        ? AskedPassword.Opening(cmdlet, password, path, typed => SigningIdentity.FromFile(path, typed))
        : SigningIdentity.FromFile(path, password);

    private static object CertificateOf(string parameter, IDictionary table, string[] keys)
    {
        var unknown = table.Keys
            .Cast<object>()
            .Select(k => k.ToString()!)
            .FirstOrDefault(k => !keys.Contains(k, StringComparer.OrdinalIgnoreCase));
        return unknown is not null
            ? throw new TrstException(ErrorId.InvalidArgument, parameter, string.Join(", ", keys), unknown)
            : table["Certificate"] ?? throw new TrstException(ErrorId.InvalidArgument, parameter, "a Certificate", "none");
    }

    private static IReadOnlyList<SecureString> Secrets(object? value) =>
        (LanguagePrimitives.ConvertTo<object[]>(value) ?? []).Select(Secret).OfType<SecureString>().ToArray();

    private static SecureString? Secret(object? value) => Reference.Unwrap(value) switch
    {
        null => null,
        SecureString text => text,
        PSCredential credential => credential.Password,
        var other => throw new TrstException(ErrorId.InvalidArgument, "Password", "a SecureString or PSCredential", other.GetType().Name),
    };

    private static bool IsThumbprint(string text) => text.Length == 40 && text.All(Uri.IsHexDigit);
}
