namespace Trstctl.Module.Tests.Authorities;

public sealed class LifeTests
{
    [Fact]
    [Trait("Conformance", "A04")]
    public void ARotationReplacesTheKeyAndLeavesThePredecessorReadableAndValid()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $root = Get-TrstCA Root
            $old = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y -PathLength 0) @{ Issuer = $root } |
                New-TrstIntermediateCA
            $new = Approved Rotation $old | Invoke-TrstCARotation
            """);

        Assert.Equal(
            "Superseded Active",
            founded.Get<string>(
                "((Get-TrstCA Issuing | ForEach-Object { $_ } | ForEach-Object Status) | ForEach-Object { \"$_\" })[1, 0] -join ' '"));
        Assert.True(founded.Get<bool>("$new.Replaces -eq $old.AuthorityId -and $new.Generation -eq 2 -and $new.Subject -eq $old.Subject"));
        Assert.False(founded.Get<bool>(
            "[Linq.Enumerable]::SequenceEqual($new.GetCertificate().GetPublicKey(), $old.GetCertificate().GetPublicKey())"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $old"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $new"));
    }

    [Fact]
    [Trait("Conformance", "A06")]
    public void TheKeySurvivesTheSession()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $root = Get-TrstCA Root; $before = $root.Pem
            $c = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y) @{ Issuer = $root }; Disconnect-TrstStore
            """);
        using var later = new Shell();
        later.Set("folder", founded.Shell.TempFolder);
        later.Set("ops", People.Founding[5]);
        later.Set("id", founded.Get<string>("$c.CeremonyId"));

        later.Run("""
            $ErrorActionPreference = 'Stop'
            $store = Connect-TrstStore "$folder/store" -KeyFile "$folder/keys/ledger.key" -CustodyKeyFile "$folder/keys/custody.key" `
                -ClientStatePath "$folder/client" -Certificate $ops
            $issuing = New-TrstIntermediateCA $id
            """);

        Assert.True((bool)later.Run("Test-TrstCertificate $issuing").Single().BaseObject);
        Assert.Equal(founded.Get<string>("$before"), (string)later.Run("(Get-TrstCA Root).Pem").Single().BaseObject);
        later.Run("$store | Disconnect-TrstStore");
    }

    [TheoryNeeding("openssl")]
    [InlineData("RSA-3072")]
    [InlineData("RSA-4096")]
    [InlineData("ECDSA-P256")]
    [InlineData("ECDSA-P384")]
    [InlineData("ECDSA-P521")]
    [Trait("Conformance", "A01")]
    public void EveryAlgorithmMakesAChainThatVerifies(string algorithm)
    {
        using var founded = new Founded();
        founded.Run($$"""
            $root = Make-Root 'CN=Root' @{ KeyAlgorithm = '{{algorithm}}' }
            $spec = New-TrstCASpec 'CN=Issuing' -Validity 5y -KeyAlgorithm {{algorithm}} -PathLength 0
            $issuing = Approved Intermediate $spec @{ Issuer = $root } | New-TrstIntermediateCA
            $null = Export-TrstCA $root "$folder/root.pem"
            $null = Export-TrstCA $issuing "$folder/issuing.pem"
            """);

        Assert.Equal(
            0,
            founded.Get<int>(
                "$null = & openssl verify -x509_strict -CAfile \"$folder/root.pem\" \"$folder/issuing.pem\" 2>&1; $LASTEXITCODE"));
        Assert.True(founded.Get<bool>("""
            $chain = [Security.Cryptography.X509Certificates.X509Chain]::new()
            $chain.ChainPolicy.RevocationMode = 'NoCheck'
            $chain.ChainPolicy.TrustMode = 'CustomRootTrust'
            $null = $chain.ChainPolicy.CustomTrustStore.Add($root.GetCertificate())
            $chain.Build($issuing.GetCertificate())
            """));
    }
}
