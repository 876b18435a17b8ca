namespace Trstctl.Module.Tests.Authorities;

public sealed class PostQuantumTests
{
    [Fact]
    public void ARootAndAnIntermediateOfDifferentKindsVerify()
    {
        using var founded = new Founded();
        founded.Run("""
            $root = Make-Root 'CN=Root' @{ KeyAlgorithm = 'slh-dsa-shake-128f' }
            $issuing = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y -KeyAlgorithm ML-DSA-65) @{ Issuer = $root } | New-TrstIntermediateCA
            Get-TrstCA | Out-Default
            """);

        Assert.True(founded.Get<bool>("$issuing | Test-TrstCertificate"));
        Assert.Equal("2.16.840.1.101.3.4.3.27", founded.Get<string>("$issuing.Certificate.SignatureAlgorithm.Value"));
        Assert.Contains(founded.Shell.Printed, line => line.Contains(" SLH-DSA-SHAKE-128f ", StringComparison.Ordinal));
    }

    [Fact]
    public void ThePlanNamesTheAlgorithm()
    {
        using var founded = new Founded();
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y -Custody Operational -KeyAlgorithm ML-DSA-87); $c.Plan | Out-Default");
        Assert.Contains(founded.Shell.Printed, line => line.Contains("ML-DSA-87, not yet made", StringComparison.Ordinal));
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
                [Management.Automation.CommandCompletion]::CompleteInput($typed + $word, $typed.Length + $word.Length, $null).CompletionMatches.CompletionText
            }
            """).Select(word => word.ToString());
        Assert.Equal(["ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-256s", "SLH-DSA-SHA2-256f", "RSA-3072", "RSA-4096"], found);
    }
}
