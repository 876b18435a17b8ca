namespace Trstctl.Module.Tests.Quorum;

public sealed class PurposeTests
{
    [Theory]
    [InlineData(
        "Root", "Run-It $c", "$c | New-TrstIntermediateCA", "$c | Invoke-TrstCARotation", "$c | Add-TrstCrossSignature",
        "$c | Complete-TrstCeremony -Operation Rotation")]
    [InlineData(
        "Root", "Run-It $c", "$c | New-TrstRootCA -Spec (New-TrstCASpec 'CN=New1' -Validity 5y)",
        "$c | New-TrstRootCA -Spec (New-TrstCASpec 'CN=New' -Validity 6y)")]
    [InlineData(
        "Intermediate", "Run-It $c", "$c | New-TrstRootCA", "$c | New-TrstIntermediateCA -Issuer Other",
        "$c | New-TrstIntermediateCA -Spec (New-TrstCASpec 'CN=New' -Validity 5y -PathLength 0)")]
    [InlineData(
        "Rotation", "Run-It $c", "$c | New-TrstRootCA", "$c | Invoke-TrstCARotation -CA Other", "$c | Invoke-TrstCARotation -CA $other")]
    [InlineData(
        "CrossSign", "Run-It $c", "$c | New-TrstRootCA", "$c | Add-TrstCrossSignature -Issuer Other",
        "$c | Add-TrstCrossSignature -Target $parent", "$c | Add-TrstCrossSignature -Issuer $other -Target $other")]
    [Trait("Conformance", "Q07")]
    public void RefusesAnythingButTheApprovedPurpose(string operation, string right, params string[] wrong)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $keys0 = @(Get-TrstEvent key.*, ceremony.completed).Count");

        foreach (var script in wrong)
        {
            Assert.Equal("PurposeMismatch", founded.Error(script));
        }

        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $keys0"));
        founded.Run(right);
    }

    [Fact]
    [Trait("Conformance", "Q07")]
    public void ATargetWithOneByteMoreIsAnotherTarget()
    {
        using var founded = Operation.Prepare("CrossSign");
        founded.Run("""
            $c = Sign (Open-It) 0, 1, 2
            $der = ($other | Export-TrstCA -Path "$folder/other.der" -Format Der).FullName
            $bytes = [IO.File]::ReadAllBytes($der)
            """);

        Assert.Equal("FileUnreadable", founded.Error("$c | Add-TrstCrossSignature -Target ([byte[]]($bytes + [byte]0))"));
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        founded.Run("$c | Add-TrstCrossSignature -Issuer Parent -Target $bytes");
    }

    [Fact]
    [Trait("Conformance", "Q08")]
    public void TheOrderOfSetLikeFieldsDoesNotChangeThePurposeAndTheKeyAlgorithmDoes()
    {
        using var founded = new Founded();
        founded.Run("""
            function Purpose([hashtable] $More) { (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y @More)).Purpose }
            $one = Purpose @{ ExtendedKeyUsage = 'serverAuth', 'clientAuth'; PermittedName = 'DNS:a.example', 'DNS:b.example' }
            $same = Purpose @{ ExtendedKeyUsage = 'clientAuth', 'serverAuth'; PermittedName = 'DNS:b.example', 'DNS:a.example' }
            $other = Purpose @{
                ExtendedKeyUsage = 'clientAuth', 'serverAuth'; PermittedName = 'DNS:b.example', 'DNS:a.example'; KeyAlgorithm = 'ECDSA-P521'
            }
            """);

        Assert.True(founded.Get<bool>("$one -ceq $same"));
        Assert.True(founded.Get<bool>("$one -cne $other"));
    }
}
