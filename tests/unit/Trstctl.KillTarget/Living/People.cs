using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.KillTarget.Living;

/// <summary>Five custodians, the last of whom keeps his shares in files, and an operator; their keys lie in the store's folder.</summary>
internal static class People
{
    public const string Operator = "ops";
    public static readonly string[] Custodians = ["Alice", "Bob", "Carol", "Dave", "Erin"];

    public static void Make(string folder)
    {
        foreach (var name in Custodians.Append(Operator))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddYears(1));
            File.WriteAllBytes(Path.Combine(folder, name + ".pfx"), certificate.Export(X509ContentType.Pfx));
        }
    }

    public static SigningIdentity Load(string folder, string name) => SigningIdentity.From(X509CertificateLoader.LoadPkcs12(
        File.ReadAllBytes(Path.Combine(folder, name + ".pfx")), null, X509KeyStorageFlags.Exportable));

    public static Principal[] Roster(string folder) => [.. Custodians.Append(Operator).Select(name =>
    {
        var certificate = Load(folder, name).Certificate;
        return new Principal(
            name, name, name == Operator ? PrincipalRoles.Operator : PrincipalRoles.Custodian, certificate,
            name is Operator or "Erin" ? null : certificate);
    })];
}
