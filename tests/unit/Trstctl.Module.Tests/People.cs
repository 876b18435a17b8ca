using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests;

/// <summary>
/// The custodians, the operator, and others: their keys are made once a process. Alice has hers from New-TrstCustodianKey; the
/// platform makes the others', whose files open in a hundredth of the time.
/// </summary>
internal static class People
{
    public const string Password = "correct horse battery";

    private static readonly string[] Names = ["Alice", "Bob", "Carol", "Dave", "Erin", "ops"];
    private static readonly Lazy<string> Folder = new(Prepare);
    private static readonly Lazy<X509Certificate2[]> FoundingOnes = new(() => [.. Names.Select(Read)]);
    private static readonly Lazy<X509Certificate2[]> LaterOnes = new(() => [Make("Fay"), Make("Bob"), Make("Carol")]);
    private static readonly Lazy<X509Certificate2> NotAlice = new(() => Make("Alice"));

    /// <summary>A file a person of the founding.</summary>
    public static string KeyFolder => Path.Combine(Folder.Value, "keys");

    /// <summary>Alice to Erin and ops, with their private keys.</summary>
    public static X509Certificate2[] Founding => FoundingOnes.Value;

    /// <summary>Fay, who may join, and the next keys of Bob and Carol.</summary>
    public static X509Certificate2[] Later => LaterOnes.Value;

    /// <summary>Somebody who calls himself Alice.</summary>
    public static X509Certificate2 FalseAlice => NotAlice.Value;

    public static IEnumerable<(string Name, X509Certificate2 Certificate)> Identities => Names.Zip(Founding);

    private static string Prepare()
    {
        var shell = new Shell();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shell.Dispose();
        shell.Set("folder", shell.TempFolder);
        shell.Run(Founded.Keys);
        shell.Run("$null = [IO.Directory]::CreateDirectory($keys); $made = New-TrstCustodianKey Alice -Path $keys -Password $password");
        foreach (var name in Names.Where(name => name != "Alice"))
        {
            using var certificate = Make(name);
            File.WriteAllBytes(Path.Combine(shell.TempFolder, "keys", name + ".pfx"), certificate.Export(X509ContentType.Pfx, Password));
        }

        return shell.TempFolder;
    }

    private static X509Certificate2 Read(string name) => X509CertificateLoader.LoadPkcs12FromFile(
        Path.Combine(KeyFolder, name + ".pfx"), Password, X509KeyStorageFlags.Exportable);

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        const X509KeyUsageFlags use = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(use, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now, now.AddYears(3));
    }
}
