using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>What others say about a chain: OpenSSL, strictly, and .NET.</summary>
internal static class Verifiers
{
    public static X509Certificate2 Certificate(this Founded founded, string script) =>
        X509CertificateLoader.LoadCertificate(founded.Get<X509Certificate2>($"({script}).GetCertificate()").RawData);

    public static void Accepts(Founded founded, X509Certificate2 root, params X509Certificate2[] chainToLeaf)
    {
        var leaf = chainToLeaf.Length == 0 ? root : chainToLeaf[^1];
        var (code, text) = OpenSsl(founded, root, chainToLeaf);
        Assert.True(code == 0, text);
        Assert.Empty(DotNet(root, chainToLeaf, leaf));
    }

    public static (int Code, string Text) OpenSsl(Founded founded, X509Certificate2 root, X509Certificate2[] chainToLeaf)
    {
        var leaf = chainToLeaf.Length == 0 ? root : chainToLeaf[^1];
        File.WriteAllText(founded.PathOf("root.pem"), root.ExportCertificatePem());
        File.WriteAllText(founded.PathOf("chain.pem"), string.Join("\n", chainToLeaf.Select(c => c.ExportCertificatePem())));
        File.WriteAllText(founded.PathOf("leaf.pem"), leaf.ExportCertificatePem());
        string[] between = chainToLeaf.Length < 2 ? [] : ["-untrusted", founded.PathOf("chain.pem")];
        using var process = Process.Start(new ProcessStartInfo(
            "openssl",
            ["verify", "-x509_strict", "-check_ss_sig", "-CAfile", founded.PathOf("root.pem"), .. between, founded.PathOf("leaf.pem")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    public static string[] DotNet(X509Certificate2 root, X509Certificate2[] between, X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(between);
        return chain.Build(leaf) ? [] : [.. chain.ChainStatus.Select(s => s.StatusInformation)];
    }
}
