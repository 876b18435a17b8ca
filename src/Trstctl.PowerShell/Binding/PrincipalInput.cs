using System.Collections;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Certificates;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

/// <summary>A principal out of what people have in hand: a custodian object, a certificate or its file, or a hashtable with
/// Certificate and, as needed, Name, Person, SealingCertificate and SigningOnly.</summary>
internal static class PrincipalInput
{
    private static readonly string[] Keys = ["Certificate", "Name", "Person", "SealingCertificate", "SigningOnly"];

    public static Principal Read(PSCmdlet cmdlet, object? input, PrincipalRoles roles) => Reference.Unwrap(input) switch
    {
        TrstCustodian custodian
            => Make(
                roles, custodian.Name, custodian.Person, custodian.Principal.SigningCertificate, custodian.Principal.SealingCertificate),
        IDictionary table => FromTable(cmdlet, table, roles),
        string path => FromCertificate(SigningCertificate(cmdlet, path), roles),
        X509Certificate2 certificate => FromCertificate(certificate.RawData, roles),
        FileInfo file => FromCertificate(SigningCertificate(cmdlet, file.FullName), roles),
        var other => throw new TrstException(
            ErrorId.InvalidArgument, "Custodian", "a certificate, its file, a custodian or a hashtable",
            other?.GetType().Name ?? "nothing"),
    };

    private static Principal FromTable(PSCmdlet cmdlet, IDictionary table, PrincipalRoles roles)
    {
        var unknown = table.Keys
            .Cast<object>()
            .Select(k => k.ToString()!)
            .FirstOrDefault(k => !Keys.Contains(k, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw new TrstException(ErrorId.InvalidArgument, "Custodian", string.Join(", ", Keys), unknown);
        }

        var basis = Read(
            cmdlet, table["Certificate"] ?? throw new TrstException(ErrorId.InvalidArgument, "Custodian", "a Certificate", "none"), roles);
        var name = table["Name"]?.ToString() ?? basis.Name;
        var sealing = table["SealingCertificate"] is { } separate
            ? SigningCertificate(cmdlet, separate)
            : LanguagePrimitives.IsTrue(table["SigningOnly"]) ? null : basis.SealingCertificate;
        return Make(roles, name, table["Person"]?.ToString() ?? name, basis.SigningCertificate, sealing);
    }

    private static Principal FromCertificate(byte[] certificate, PrincipalRoles roles)
    {
        var name = new CertificateView(certificate).CommonName;
        return Make(roles, name, name, certificate, certificate);
    }

    // Shares go to custodians only: nobody else has a sealing key on the roster.
    private static Principal Make(PrincipalRoles roles, string name, string person, byte[] signing, byte[]? sealing) =>
        new(name, person, roles, signing, (roles & PrincipalRoles.Custodian) != 0 ? sealing : null);

    private static byte[] SigningCertificate(PSCmdlet cmdlet, object input) => CertificateInput.Read(cmdlet, input);
}
