using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

public sealed class HierarchyTests
{
    private const string Sub =
        "$sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y @more) @{ Issuer = 'Root' } | New-TrstIntermediateCA";

    [TheoryNeeding("openssl")]
    [Trait("Conformance", "A01")]
    [InlineData("RSA-3072", "RSA-3072")]
    [InlineData("RSA-4096", "ECDSA-P256")]
    [InlineData("ECDSA-P256", "ECDSA-P256")]
    [InlineData("ECDSA-P384", "ECDSA-P384")]
    [InlineData("ECDSA-P521", "RSA-3072")]
    public void MakesRootAndIntermediatesThatOthersAccept(string ofRoot, string ofSub)
    {
        using var founded = new Founded();
        founded.Run($"$root = Make-Root 'CN=Root,O=Contoso,C=DE' @{{ KeyAlgorithm = '{ofRoot}' }}");
        founded.Run($"$more = @{{ KeyAlgorithm = '{ofSub}'; PathLength = 1 }}; {Sub}");
        founded.Run(
            "$issuing = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 2y -PathLength 0) @{ Issuer = 'Sub' } | "
                + "New-TrstIntermediateCA");

        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$sub"), founded.Certificate("$issuing"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $issuing"));
        Assert.NotEqual(0, Verifiers.OpenSsl(founded, founded.Certificate("Make-Root 'CN=Root2'"), [founded.Certificate("$sub")]).Code);
    }

    [Fact]
    [Trait("Conformance", "A02")]
    public void TreatsAnAbsentPathLengthAsAbsent()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run($"$root = Get-TrstCA Root; $more = @{{ }}; {Sub}");

        foreach (var name in new[] { "$root", "$sub" })
        {
            var constraints = founded.Certificate(name).Extensions.OfType<X509BasicConstraintsExtension>().Single();
            Assert.True(constraints is { CertificateAuthority: true, HasPathLengthConstraint: false, Critical: true });
        }
    }

    [Theory]
    [Trait("Conformance", "A02")]
    [Trait("Conformance", "A03")]
    [InlineData("@{ PathLength = 0 }", "@{ PathLength = 0 }", "PathLength", "0")]
    [InlineData("@{ PathLength = 1 }", "@{ PathLength = 1 }", "PathLength", "1")]
    [InlineData("@{ PathLength = 1 }", "@{ }", "PathLength", "absent")]
    [InlineData("@{ PermittedName = 'DNS:a.example' }", "@{ PermittedName = 'DNS:b.example' }", "Permitted", "b.example")]
    [InlineData("@{ ExcludedName = 'DNS:a.example' }", "@{ PermittedName = 'DNS:x.a.example' }", "", "x.a.example")]
    [InlineData("@{ ExtendedKeyUsage = 'serverAuth' }", "@{ ExtendedKeyUsage = 'codeSigning' }", "ExtendedKeyUsage", "codeSigning")]
    [InlineData("@{ ExtendedKeyUsage = 'serverAuth' }", "@{ }", "ExtendedKeyUsage", "none")]
    [InlineData("@{ }", "@{ Validity = '21y' }", "NotAfter", "20")]
    [InlineData("@{ }", "@{ NotBefore = '2020-01-01' }", "NotBefore", "2020-01-01")]
    public void RefusesAChildWiderThanItsParentWhenItIsPlanned(string parent, string child, string field, string value)
    {
        using var founded = new Founded();
        founded.Run(
            $"$root = Make-Root CN=Root {parent}; $more = @{{ Validity = '5y' }} + @{{ }}; $child = {child}; foreach ($k in "
                + $"$child.Keys) {{ $more[$k] = $child[$k] }}");

        var refusal = Assert.Throws<ShellException>(
            () => founded.Run("Start-It Intermediate (New-TrstCASpec 'CN=Sub' @more) @{ Issuer = 'Root' }"));

        Assert.StartsWith("ConstraintViolation,", refusal.Error.FullyQualifiedErrorId);
        Assert.Contains(field, refusal.Error.Exception.Message);
        Assert.Contains(value, refusal.Error.Exception.Message);
        Assert.Equal(2, founded.Get<int>("@(Get-TrstCeremony).Count"));
    }

    // RFC 5280 6.1 hands names down through a CA that says nothing of them.
    [Fact]
    [Trait("Conformance", "A03")]
    public void WhatAnIssuerInheritsInSilenceLimitsItsChildrenToo()
    {
        using var founded = new Founded();
        founded.Run("""
            $root = Make-Root CN=Root @{ PermittedName = 'DNS:a.example' }
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 9y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            function Below($Name) {
                Start-It Intermediate (New-TrstCASpec 'CN=Below' -Validity 5y -PermittedName $Name) @{ Issuer = 'Sub' }
            }
            """);

        var refusal = Assert.Throws<ShellException>(() => founded.Run("Below DNS:b.example")).Error;

        Assert.StartsWith("ConstraintViolation,", refusal.FullyQualifiedErrorId);
        Assert.Contains("b.example", refusal.Exception.Message);
        Assert.Equal("Pending", founded.Get<string>("(Below DNS:x.a.example).Status"));
    }

    [FactNeeding("openssl")]
    [Trait("Conformance", "A04")]
    public void RotatesToANewKeyAndKeepsThePredecessorReadable()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run($"$root = Get-TrstCA Root; $more = @{{ PathLength = 0 }}; {Sub}");

        founded.Run("$next = Approved Rotation $sub | Invoke-TrstCARotation; $nextRoot = Approved Rotation $root | Invoke-TrstCARotation");

        var (old, successor) = (founded.Certificate("$sub"), founded.Certificate("$next"));
        Assert.Equal(old.SubjectName.RawData, successor.SubjectName.RawData);
        Assert.NotEqual(old.PublicKey.ExportSubjectPublicKeyInfo(), successor.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(founded.Get<string>("$sub.AuthorityId"), founded.Get<string>("$next.Replaces"));
        Assert.Equal("Active Superseded", founded.Get<string>("\"$(Get-TrstCA Sub | ForEach-Object Status)\""));
        Assert.Equal(2, founded.Get<int>("@(Get-TrstCA Root).Count"));
        Verifiers.Accepts(founded, founded.Certificate("$root"), old);
        Verifiers.Accepts(founded, founded.Certificate("$root"), successor);
        Assert.True(founded.Get<bool>("Test-TrstCertificate $sub"));
        Assert.Equal("AuthorityNotActive", founded.Error("Start-It Rotation $sub.AuthorityId"));
    }

    [FactNeeding("openssl")]
    [Trait("Conformance", "A06")]
    public void SignsWithTheSameKeyInAnotherSessionAndAnotherProcess()
    {
        using var lab = new Store.KillLab("intermediate");
        var founded = lab.Founded;
        founded.Run("$null = Connect-TrstStore \"$folder/store\" @opening; $root = Get-TrstCA Root; Disconnect-TrstStore");

        Assert.True(lab.KillAt(0).Ended);

        founded.Run("$null = Connect-TrstStore \"$folder/store\" @opening");
        Assert.Equal(founded.Certificate("$root").RawData, founded.Certificate("Get-TrstCA Root").RawData);
        Verifiers.Accepts(founded, founded.Certificate("Get-TrstCA Root"), founded.Certificate("Get-TrstCA Sub"));
        founded.Run(
            "$again = Approved Intermediate (New-TrstCASpec 'CN=Again' -Validity 1y) @{ Issuer = 'Root' } | New-TrstIntermediateCA");
        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$again"));
    }
}
