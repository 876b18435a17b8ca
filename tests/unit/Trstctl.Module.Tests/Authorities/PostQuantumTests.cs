namespace Trstctl.Module.Tests.Authorities;

public sealed class PostQuantumTests
{
    [Fact]
    public void ARootAndAnIntermediateOfDifferentKindsVerify()
    {
        using var founded = new Founded();
        founded.Run("""
            $root = Make-Root 'CN=Root' @{ KeyAlgorithm = 'slh-dsa-shake-128f' }
            $issuing = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y -KeyAlgorithm ML-DSA-65) @{ Issuer = $root } |
                New-TrstIntermediateCA
            """);

        Assert.True(founded.Get<bool>("$issuing | Test-TrstCertificate"));
        Assert.Equal("2.16.840.1.101.3.4.3.27", founded.Get<string>("$issuing.GetCertificate().SignatureAlgorithm.Value"));
        Assert.Equal("SLH-DSA-SHAKE-128f ML-DSA-65", founded.Get<string>("(Get-TrstCA).Key -join ' '"));
    }

    [Fact]
    public void ThePlanNamesTheAlgorithm()
    {
        using var founded = new Founded();
        founded.Run(
            "$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y -Custody Operational -KeyAlgorithm ML-DSA-87); $c.Plan | "
                + "Out-Default");
        Assert.Contains(founded.Shell.Printed, line => line.Contains("ML-DSA-87, not yet made", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ml-dsa/ML-DSA-65.crt", "ml-dsa/ML-DSA-65-seed.priv")]
    [InlineData("ml-dsa/ML-DSA-87.crt", "ml-dsa/ML-DSA-87-both.priv")]
    [InlineData("slh-dsa/SLH-DSA-SHA2-128s.pem", "slh-dsa/SLH-DSA-SHA2-128s.priv")]
    public void AKeyFromElsewhereIsAdoptedAndSigns(string certificate, string key)
    {
        using var founded = Importing(certificate, key);
        founded.Run("""
            $ca = $c | Import-TrstCA -Path "$folder/ca.key" -WarningAction SilentlyContinue
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y) @{ Issuer = $ca } | New-TrstIntermediateCA
            """);
        Assert.True(founded.Get<bool>("$sub | Test-TrstCertificate"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void AKeyWithoutItsSeedIsRefusedWithTheReason()
    {
        using var founded = Importing("ml-dsa/ML-DSA-44.crt", "ml-dsa/ML-DSA-44-expanded.priv");
        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | Import-TrstCA -Path \"$folder/ca.key\"")).Error;
        Assert.StartsWith("KeyUnavailable,", refusal.FullyQualifiedErrorId);
        Assert.Contains("without the seed", refusal.Exception.Message);
    }

    [FactNeeding("openssl")]
    public void AnImportedRsa2048SignsAndIsRenewedAndItsSuccessorIsOfAnotherAlgorithm()
    {
        using var founded = new Founded();
        Elsewhere.Root(founded, "old", key: "rsa:2048");
        founded.Run("""
            $ca = Approved Import "$folder/old.pem" @{ Custody = 'Operational' } |
                Import-TrstCA -Path "$folder/old.key" -WarningAction SilentlyContinue
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y) @{ Issuer = $ca } | New-TrstIntermediateCA
            $renewed = Approved Rotation $ca @{ SameKey = $true } | Invoke-TrstCARotation
            """);
        Assert.True(founded.Get<bool>("$sub | Test-TrstCertificate"));
        Assert.Equal(1, founded.Get<int>("$renewed.Earlier.Count"));

        Assert.Contains("key RSA-2048 becomes RSA-3072", founded.PlanOf("(Start-It Rotation $ca)"));
        founded.Run(
            "$next = Approved Rotation $ca @{ LinkCertificates = $true; Spec = $ca | New-TrstCASpec -KeyAlgorithm ML-DSA-65 } | "
                + "Invoke-TrstCARotation");
        Assert.Equal("2.16.840.1.101.3.4.3.18", founded.Get<string>("$next.GetCertificate().SignatureAlgorithm.Value"));
        Assert.Equal(2, founded.Get<int>("$next.CrossCertificate.Count"));
    }

    [Fact]
    public void RefusesANewRsa2048AndNamesWhatCanBeMade()
    {
        using var shell = new Shell();
        var error = shell.RunCatching("New-TrstCASpec 'CN=Root' -Validity 5y -KeyAlgorithm RSA-2048").Errors.Single();
        Assert.StartsWith("SpecInvalid", error.FullyQualifiedErrorId);
        Assert.Contains("RSA-3072, RSA-4096, ML-DSA-44", error.Exception.Message);
    }

    [Fact]
    public void CompletesTheAlgorithmsOfNewKeys()
    {
        using var shell = new Shell();
        var found = shell.Run("""
            $typed = 'New-TrstCASpec CN=Root -KeyAlgorithm '
            foreach ($word in 'ml', 'SLH-DSA-SHA2-256', 'RSA-') {
                $line = $typed + $word
                [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            }
            """).Select(word => word.ToString());
        Assert.Equal(["ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-256s", "SLH-DSA-SHA2-256f", "RSA-3072", "RSA-4096"], found);
    }

    private static Founded Importing(string certificate, string key)
    {
        var founded = new Founded();
        var vectors = Path.Combine(BuildOutput.RepositoryRoot, "tests", "vectors");
        File.Copy(Path.Combine(vectors, certificate), founded.PathOf("ca.pem"));
        File.Copy(Path.Combine(vectors, key), founded.PathOf("ca.key"));
        founded.Run("$c = Approved Import \"$folder/ca.pem\" @{ Custody = 'Operational' }");
        return founded;
    }
}
