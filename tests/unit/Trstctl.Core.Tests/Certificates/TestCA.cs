using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>Makes authorities with platform keys and the product's own builders.</summary>
internal sealed class TestCA
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public required byte[] Certificate { get; init; }

    public required AsymmetricAlgorithm Key { get; init; }

    public required CertificateTemplate Template { get; init; }

    public required KeyAlgorithm Algorithm { get; init; }

    public byte[] Spki => Key.ExportSubjectPublicKeyInfo();

    public static CASpecInput Input(string subject = "CN=Contoso Root CA,O=Contoso,C=DE", string algorithm = "ECDSA-P256") =>
        new() { Subject = subject, KeyAlgorithm = algorithm, Validity = "10y" };

    public static byte[] Serial() => [0x55, .. RandomNumberGenerator.GetBytes(19)];

    /// <summary>A fresh key; one of RSA is the owner's, and always the same.</summary>
    public static AsymmetricAlgorithm NewKey(KeyAlgorithm algorithm, string owner = "") => algorithm.Family == KeyFamily.Rsa
        ? Trstctl.Core.Tests.Certificates.PreparedKeys.Rsa(algorithm.Bits, owner)
        : ECDsa.Create(ECCurve.CreateFromValue(algorithm.CurveOid!));

    public static TestCA Root(CASpecInput? input = null)
    {
        var spec = (input ?? Input()).Build();
        var key = NewKey(spec.Algorithm, "root");
        return Issue(TemplateBuilder.Root(spec, Serial(), Start, Start.AddYears(20)), key, spec.Algorithm, key, spec.Algorithm);
    }

    public TestCA Intermediate(CASpecInput input)
    {
        var spec = input.Build();
        var key = NewKey(spec.Algorithm, "intermediate " + spec.Subject);
        return Issue(
            TemplateBuilder.Intermediate(spec, Certificate, Serial(), Start, Start.AddYears(10)), key, spec.Algorithm, Key, Algorithm);
    }

    public static TestCA Issue(
        CertificateTemplate template, AsymmetricAlgorithm key, KeyAlgorithm algorithm, AsymmetricAlgorithm issuer,
        KeyAlgorithm issuerAlgorithm)
    {
        var tbs = template.Fill(key.ExportSubjectPublicKeyInfo());
        return new TestCA {
            Certificate = CertificateAssembler.Assemble(tbs, issuerAlgorithm, Sign(issuer, issuerAlgorithm, tbs)), Key = key,
            Template = template, Algorithm = algorithm };
    }

    public static byte[] Sign(AsymmetricAlgorithm key, KeyAlgorithm algorithm, byte[] data) => key switch
    {
        RSA rsa => rsa.SignData(data, new HashAlgorithmName(algorithm.Hash), RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => EcdsaSignature.ToDer(ecdsa.SignData(data, new HashAlgorithmName(algorithm.Hash))),
        _ => throw new NotSupportedException(),
    };

    public byte[] Leaf(string dns = "www.example.com")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + dns, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dns);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var issuer = X509CertificateLoader.LoadCertificate(Certificate);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        var generator = Key is RSA rsa
            ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)Key);
        using var leaf = request.Create(issuer.SubjectName, generator, Start.AddDays(1), Start.AddYears(3), Serial());
        return leaf.RawData;
    }

    /// <summary>Exit code and output of openssl.</summary>
    public static (int Code, string Output) OpenSsl(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    public static void VerifiesWithOpenSsl(byte[] root, byte[][] intermediates, byte[] leaf)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "root.pem"), Pem.Encode("CERTIFICATE", root));
            File.WriteAllText(Path.Combine(folder, "chain.pem"), string.Concat(intermediates.Select(c => Pem.Encode("CERTIFICATE", c))));
            File.WriteAllText(Path.Combine(folder, "leaf.pem"), Pem.Encode("CERTIFICATE", leaf));
            string[] chain = intermediates.Length == 0 ? [] : ["-untrusted", "chain.pem"];
            var (code, output) = OpenSsl(
                folder, ["verify", "-x509_strict", "-check_ss_sig", "-attime", "1785000000", "-CAfile", "root.pem", .. chain, "leaf.pem"]);
            Assert.True(code == 0, output);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    public static void VerifiesWithDotNet(byte[] root, byte[][] intermediates, byte[] leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Start.AddDays(200);
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(root));
        foreach (var certificate in intermediates)
        {
            chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(certificate));
        }

        Assert.True(
            chain.Build(X509CertificateLoader.LoadCertificate(leaf)),
            string.Join("; ", chain.ChainStatus.Select(s => s.StatusInformation)));
    }
}
