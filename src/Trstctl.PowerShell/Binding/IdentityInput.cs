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
    private static readonly string[] HolderKeys = ["Certificate", "Password", "ShareFile", "SharePassword"];

    public static SigningIdentity Read(PSCmdlet cmdlet, object input, SecureString? password) => Reference.Unwrap(input) switch
    {
        X509Certificate2 certificate => SigningIdentity.From(certificate),
        TrstCustodian { Path: { } path } => SigningIdentity.FromFile(path, password),
        string text => IsThumbprint(text) ? SigningIdentity.FromStore(text) : SigningIdentity.FromFile(cmdlet.ResolvePath(text), password),
        FileInfo file => SigningIdentity.FromFile(file.FullName, password),
        var other => throw new TrstException(
            ErrorId.InvalidArgument, "Certificate", "a certificate, a thumbprint or a file", other?.GetType().Name ?? "nothing"),
    };

    /// <summary>A custodian who releases a share: a key as above, or a hashtable that also says where the share's own file is.</summary>
    public static ShareHolder Holder(PSCmdlet cmdlet, object input, SecureString? password)
    {
        if (Reference.Unwrap(input) is not IDictionary table)
        {
            return new ShareHolder(Read(cmdlet, input, password), [], []);
        }

        var unknown = table.Keys
            .Cast<object>()
            .Select(k => k.ToString()!)
            .FirstOrDefault(k => !HolderKeys.Contains(k, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw new TrstException(ErrorId.InvalidArgument, "ShareHolder", string.Join(", ", HolderKeys), unknown);
        }

        var certificate = table["Certificate"] ?? throw new TrstException(ErrorId.InvalidArgument, "ShareHolder", "a Certificate", "none");
        return new ShareHolder(
            Read(cmdlet, certificate, Secret(table["Password"]) ?? password),
            Files(cmdlet, LanguagePrimitives.ConvertTo<string[]>(table["ShareFile"])),
            Secrets(table["SharePassword"]));
    }

    public static IReadOnlyList<string> Files(PSCmdlet cmdlet, string[]? paths) => (paths ?? []).Select(cmdlet.ResolvePath).ToArray();

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
