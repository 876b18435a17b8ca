namespace Trstctl.Module.Tests.Authorities;

/// <summary>Lint before consent: errors stop a plan before anybody is asked, and a waiver is a sentence that custodians sign.</summary>
public sealed class LintTests : IDisposable
{
    private const string Warned = "New-TrstCASpec 'CN=Warned' -Validity 20y -Custody Operational -ExtendedKeyUsage serverAuth";
    private readonly Founded founded = new();

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "A07")]
    public void WarningsStandInThePlanBeforeAnybodySigns()
    {
        founded.Run($"$c = Start-It Root ({Warned})");

        Assert.Contains("0 errors, 1 warnings", founded.PlanOf("$c"));
        Assert.Contains("eku_root_absent", founded.PlanOf("$c"));
    }

    [FactNeeding("openssl")]
    public void AWaiverWithItsReasonStandsInThePlanAndChangesItsDigest()
    {
        founded.Run($$"""
            $c = Start-It Root ({{Warned}}) @{ LintWaiver = @{ eku_root_absent = 'only our appliances trust it' } }
            $root = Sign $c 0, 1, 2 | New-TrstRootCA
            """);

        Assert.Contains("waived", founded.PlanOf("$c"));
        Assert.Contains("only our appliances trust it", founded.PlanOf("$c"));
        Verifiers.Accepts(founded, founded.Certificate("$root"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [InlineData("@{ validity_order = 'just in case' }", "SpecInvalid")]
    [InlineData("@{ no_such_rule = 'why not' }", "SpecInvalid")]
    [InlineData("@{ eku_root_absent = '' }", "SpecInvalid")]
    public void NothingIsWaivedInAdvanceOrWithoutAReason(string waiver, string id)
    {
        Assert.Equal(id, founded.Error($"Start-It Root ({Warned}) @{{ LintWaiver = {waiver} }}"));
        Assert.Equal("ParameterForeign", founded.Error("Start-It Retire Nobody @{ LintWaiver = @{ a = 'b' } }"));
    }

    [FactNeeding("openssl")]
    public void AnAnswerThatBreaksARuleIsTakenOnlyWhereThePlanWaivesIt()
    {
        Elsewhere.Root(founded, "root");
        founded.Run("""
            $null = Approved Import "$folder/root.pem" | Import-TrstCA -Path "$folder/root.pem"
            function Ask([string] $Name, [hashtable] $More = @{}) {
                $request = Approved Request (New-TrstCASpec $Name -Validity 6y -PathLength 0) $More | New-TrstCARequest
                [IO.File]::WriteAllText("$folder/asked.csr", $request.Pem)
            }
            Ask 'CN=Strict' @{ Issuer = 'Old Root' }
            """);
        var odd = Elsewhere.CA.Replace("subjectKeyIdentifier=hash", "subjectKeyIdentifier=none").Replace("CA:TRUE", "CA:TRUE,pathlen:0")
            + "authorityKeyIdentifier=keyid\n";
        Elsewhere.Sign(founded, "asked", "root", odd);
        Assert.Equal("LintFailed", founded.Error("Complete-TrstCARequest \"$folder/asked.pem\" -Certificate $ops"));
        Assert.Contains(
            "-LintWaiver, the rule ski_present and the reason",
            founded.Get<string>(
                "try { Complete-TrstCARequest \"$folder/asked.pem\" -Certificate $ops } catch { $_.ErrorDetails.RecommendedAction }"));

        founded.Run("Ask 'CN=Lenient' @{ Issuer = 'Old Root'; LintWaiver = @{ ski_present = 'its issuer writes none' } }");
        Elsewhere.Sign(founded, "asked", "root", odd);
        founded.Run("$null = Complete-TrstCARequest \"$folder/asked.pem\" -Certificate $ops");
    }

    // BR 7.1.2.1.1.
    [Theory]
    [InlineData(-3, true)]
    [InlineData(0, false)]
    public void BackdatingByMoreThanADayIsWarnedOfInThePlan(int days, bool warned)
    {
        founded.Run(
            "$c = Start-It Root (New-TrstCASpec 'CN=Old' -Validity 20y -Custody Operational -NotBefore $date)",
            ("date", DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(warned, founded.PlanOf("$c").Contains("days before this was asked for", StringComparison.Ordinal));
    }

    [Fact]
    public void ANameWithAnEmptyPartStillGetsItsReport()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        byte[] name = [0x30, 0x11, 0x31, 0x00, 0x31, 0x0D, 0x30, 0x0B, 0x06, 3, 0x55, 4, 3, 0x0C, 4, 0x45, 0x76, 0x69, 0x6C];
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            new System.Security.Cryptography.X509Certificates.X500DistinguishedName(name), key,
            System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes(founded.PathOf("odd.cer"), made.RawData);
        founded.Run("$report = Test-TrstCertificate \"$folder/odd.cer\" -Detailed");

        Assert.Contains("a name has an empty part", founded.Get<string>("$report.Subject"));
        Assert.False(founded.Get<bool>("$report.IsValid"));
        Assert.Contains("aia_", founded.Get<string>("\"$($report.Lint.Rule)\""));
    }

    [FactNeeding("openssl")]
    public void AnyCertificateIsJudgedByPipeline()
    {
        Elsewhere.Root(founded, "good", "/CN=Good");
        Elsewhere.Root(founded, "weak", "/CN=Weak", key: "rsa:1024");
        Elsewhere.Root(
            founded, "leaf", "/CN=www.contoso.example",
            extensions: "basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:www.contoso.example\nextendedKeyUsage=serverAuth\n");
        founded.Run(
            "$root = Make-Root; $reports = 'good', 'weak', 'leaf' | ForEach-Object { \"$folder/$_.pem\" } | Test-TrstCertificate "
                + "-Detailed");

        Assert.Equal("True", founded.Get<string>("\"$($root | Test-TrstCertificate)\""));
        Assert.Equal(3, founded.Get<int>("$reports.Count"));
        Assert.Empty(founded.Run("$reports[0].Lint.Where({ $_.Severity -eq 'Error' })"));
        Assert.NotEmpty(founded.Run("$reports[1].Lint.Where({ $_.Severity -eq 'Error' -and $_.Message -match '1024' })"));
        Assert.Empty(founded.Run("$reports[2].Lint.Where({ $_.Severity -eq 'Error' })"));
        Assert.NotEmpty(founded.Run("$reports[2].PathFault"));
    }
}
