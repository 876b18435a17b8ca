using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Paths;

/// <summary>Our verdict beside OpenSSL's and .NET's over hierarchies that a die makes: a path that we call good is good for them, and of
/// what we refuse they find no good one. docs/clients.md explains the differences that are allowed here. TRSTCTL_LONG=1 takes a
/// thousand hierarchies; TRSTCTL_SEED repeats a run.</summary>
public sealed class OtherVerifiersTests(ITestOutputHelper output)
{
    private static readonly long At = new DateTimeOffset(PathScene.Now).ToUnixTimeSeconds();

    [FactNeeding("openssl")]
    public void WhatWeCallGoodIsGoodForThemAndNothingElseIs()
    {
        var (first, many) = (LongForm.Seed(), LongForm.Times(60, 1000));
        var folder = Directory.CreateTempSubdirectory().FullName;
        var seen = new List<(int Seed, Comparison Compared)>();
        try
        {
            for (var seed = first; seed < first + many; seed++)
            {
                seen.Add((seed, Compare(new RandomHierarchy(seed), folder)));
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        var good = seen.Count(one => one.Compared.IsGood);
        output.WriteLine($"{many} hierarchies, {good} good");
        foreach (var explained in seen.Where(one => one.Compared.Explained is not null).GroupBy(one => one.Compared.Explained))
        {
            output.WriteLine($"{explained.Count()}: {explained.Key}");
        }

        Assert.Empty(seen.SelectMany(one => one.Compared.Unexplained.Select(difference => $"TRSTCTL_SEED={one.Seed}: {difference}")));
        Assert.InRange(good, many / 4, many * 3 / 4);
    }

    private static Comparison Compare(RandomHierarchy given, string folder)
    {
        var path = Judged.Path(given.Target, given.Between, given.Anchors, PathScene.Now);
        var isGood = path.Faults.Count == 0 && path.Doubts.All(IsOfOthers);
        var (between, anchors) = isGood
            ? (path.Path.Skip(1).SkipLast(1).ToArray(), [path.Path[^1]])
            : (given.Between, given.Anchors);
        bool AcceptsWithoutPolicies() => OpenSsl(folder, given.Target, between, anchors, policies: false).Code == 0;
        var (code, text) = OpenSsl(folder, given.Target, between, anchors);
        var dotnet = DotNet(given.Target, between, anchors);
        var ours = isGood ? "good" : string.Join(", ", path.Faults.Concat(path.Doubts));
        List<string> unexplained = [];
        if (code == 0 != isGood)
        {
            unexplained.Add($"we: {ours}; OpenSSL: {text.Trim().Replace('\n', ' ')}");
        }

        var explained = dotnet is null == isGood
            ? isGood && OpenSsl(folder, given.Target, given.Between, given.Anchors).Code != 0
                ? "OpenSSL finds the good path only where it is offered alone"
                : null
            : !isGood && AcceptsWithoutPolicies() ? ".NET does not follow policies"
            : isGood && DotNet(given.Target, between, anchors, usage: false) is null && path.Path.Any(RequiresPolicies)
                ? ".NET refuses policies where they are required and anyPolicy stands for one"
            : null;
        if (dotnet is null != isGood && explained is null)
        {
            unexplained.Add($"we: {ours}; .NET: {dotnet ?? "good"}");
        }

        return new Comparison(isGood, explained, unexplained);
    }

    private static bool IsOfOthers(string doubt) => doubt.EndsWith("which count links too", StringComparison.Ordinal);

    private static bool RequiresPolicies(byte[] der) => PolicyStatement.Of(CertificateParts.Of(der)).RequiresExplicit is not null;

    private static (int Code, string Text) OpenSsl(
        string folder, byte[] target, IReadOnlyList<byte[]> between, IReadOnlyList<byte[]> anchors, bool policies = true)
    {
        void Write(string name, IEnumerable<byte[]> certificates) =>
            File.WriteAllText(Path.Combine(folder, name), string.Concat(certificates.Select(der => Pem.Encode("CERTIFICATE", der))));
        Write("roots.pem", anchors);
        Write("between.pem", between);
        Write("target.pem", [target]);
        string[] untrusted = between.Count == 0 ? [] : ["-untrusted", "between.pem"];
        string[] policy = policies ? ["-policy", "anyPolicy"] : [];
        return TestCA.OpenSsl(
            folder,
            [
                "verify", "-attime", $"{At}", .. policy, "-purpose", "sslserver", "-no-CApath", "-no-CAstore", "-CAfile", "roots.pem",
                .. untrusted, "target.pem",
            ]);
    }

    private static string? DotNet(byte[] target, IReadOnlyList<byte[]> between, IReadOnlyList<byte[]> anchors, bool usage = true)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = PathScene.Now;
        if (usage)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        }

        foreach (var anchor in anchors)
        {
            chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(anchor));
        }

        foreach (var certificate in between)
        {
            chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(certificate));
        }

        using var leaf = X509CertificateLoader.LoadCertificate(target);
        return chain.Build(leaf) ? null : string.Join(" ", chain.ChainStatus.Select(status => status.Status));
    }

    private sealed record Comparison(bool IsGood, string? Explained, IReadOnlyList<string> Unexplained);
}
