using Trstctl.Certificates;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>What OpenSSL makes well is clean, and what looks like AD CS is no error.</summary>
public sealed class ForeignCertificateTests
{
    private static readonly string[] Rsa = ["-newkey", "rsa:2048", "-sha256"];

    public static TheoryData<string> Keys =>
    [
        "-newkey rsa:2048 -sha256", "-newkey rsa:2048 -sha512",
        "-newkey rsa:2048 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32",
        "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -sha256", "-newkey ec -pkeyopt ec_paramgen_curve:P-384 -sha384",
        "-newkey ec -pkeyopt ec_paramgen_curve:P-521 -sha512",
        "-newkey ed25519", "-newkey ed448",
    ];

    [TheoryNeeding("openssl")]
    [MemberData(nameof(Keys))]
    public void ARootOfOpenSslIsClean(string key)
    {
        using var ca = new OpenSslCA("root", key.Split(' '));
        Assert.Equal(LintRole.Root, CertificateLint.RoleOf(ca.Root));
        Assert.Empty(Broken(ca.Root, LintRole.Root, LintOrigin.Own));
    }

    [TheoryNeeding("openssl")]
    [MemberData(nameof(Keys))]
    public void ARequestOfOpenSslIsClean(string key)
    {
        using var ca = new OpenSslCA("root", "-newkey", "ed25519");
        var request = ca.Request(key.Split(' '));
        Assert.Equal(LintRole.Request, CertificateLint.RoleOf(request));
        Assert.Empty(Broken(request, LintRole.Request, LintOrigin.Own));
    }

    [FactNeeding("openssl")]
    public void WhatACAOfOpenSslIssuesIsClean()
    {
        using var ca = new OpenSslCA("root", Rsa);
        var subordinate = ca.Issue("subname", "sub", Rsa);
        var server = ca.Issue("host", "server", Rsa);
        Assert.Equal((LintRole.Intermediate, LintRole.EndEntity), (CertificateLint.RoleOf(subordinate), CertificateLint.RoleOf(server)));
        Assert.Empty(Broken(subordinate, LintRole.Intermediate, LintOrigin.Own));
        Assert.Empty(Broken(server, LintRole.EndEntity, LintOrigin.Own));
    }

    [FactNeeding("openssl")]
    public void ACrlOfOpenSslIsClean()
    {
        using var ca = new OpenSslCA("root", Rsa);
        var crl = ca.Crl();
        Assert.Equal(LintRole.Crl, CertificateLint.RoleOf(crl));
        Assert.Empty(Broken(crl, LintRole.Crl, LintOrigin.Own));
    }

    [TheoryNeeding("openssl")]
    [InlineData(2048)]
    [InlineData(4096)]
    public void CasShapedLikeAdcsAreNoErrorWhenTheyComeFromElsewhere(int bits)
    {
        string[] key = ["-newkey", $"rsa:{bits}", "-sha256"];
        using var ca = new OpenSslCA("adcsroot", key);
        Assert.Equal(["Warning key_usage_critical"], Broken(ca.Root, LintRole.Root, LintOrigin.Foreign));
        Assert.Equal(
            ["Warning key_usage_critical", "Warning url_ldap_host", "Warning urls_http"],
            Broken(ca.Issue("subname", "adcssub", key), LintRole.Intermediate, LintOrigin.Foreign));
    }

    [FactNeeding("openssl")]
    public void AKeyUsageThatIsNotCriticalIsAnErrorInACAOfOurs()
    {
        using var ca = new OpenSslCA("adcsroot", Rsa);
        Assert.Equal(["Error key_usage_ca", "Warning key_usage_critical"], Broken(ca.Root, LintRole.Root, LintOrigin.Own));
    }

    [FactNeeding("openssl")]
    public void FindsTheTamperedRequestAndTheTamperedRoot()
    {
        using var ca = new OpenSslCA("root", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        Assert.Equal(["Error root_signature"], Broken(Tampered(ca.Root), LintRole.Root, LintOrigin.Own));
        Assert.Equal(["Error request_signature"], Broken(Tampered(ca.Request(Rsa)), LintRole.Request, LintOrigin.Own));
    }

    private static IEnumerable<string> Broken(byte[] der, LintRole role, LintOrigin origin) =>
        CertificateLint.Check(der, role, origin).Where(f => f.Weight < LintSeverity.Notice).Select(f => $"{f.Severity} {f.Rule}");

    // One letter of the common name, which stands there as text.
    private static byte[] Tampered(byte[] der)
    {
        var text = Draft.Ascii("contoso-DC01-CA");
        var changed = (byte[])der.Clone();
        for (var at = changed.AsSpan().IndexOf(text); at >= 0; at = changed.AsSpan().IndexOf(text))
        {
            changed[at] = (byte)'k';
        }

        return changed;
    }
}
