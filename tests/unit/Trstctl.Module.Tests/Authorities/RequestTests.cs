namespace Trstctl.Module.Tests.Authorities;

/// <summary>
/// An issuing CA here below an offline root elsewhere: the key never leaves, the request goes out, the certificate comes back.
/// </summary>
public sealed class RequestTests : IDisposable
{
    private const string Answer = Elsewhere.CA + "authorityKeyIdentifier=keyid\n";
    private static readonly string Path0 = Answer.Replace("CA:TRUE", "CA:TRUE,pathlen:0");
    private const string Take = "Complete-TrstCARequest \"$folder/issuing.pem\" -Certificate $ops";
    private const string Names = "nameConstraints=critical,permitted;DNS:contoso.example\n";
    private readonly Founded founded = new();

    public RequestTests()
    {
        Elsewhere.Root(founded, "root");
        founded.Run("""
            $null = Approved Import "$folder/root.pem" | Import-TrstCA -Path "$folder/root.pem"
            $spec = New-TrstCASpec 'CN=Issuing,O=Contoso' -Validity 6y -PathLength 0 -PermittedName DNS:contoso.example
            $c = Start-It Request $spec @{ Issuer = 'Old Root' }
            """);
    }

    public void Dispose() => founded.Dispose();

    [FactNeeding("openssl")]
    [Trait("Conformance", "Q01")]
    [Trait("Conformance", "A01")]
    public void TheKeyIsSealedHereAndTheCertificateThatComesBackMakesTheCA()
    {
        founded.Run("$null = Sign $c 0, 1");
        Assert.Equal("QuorumNotMet", founded.Error("$c | New-TrstCARequest"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed | ForEach-Object Made).Count"));
        Ask();
        Elsewhere.Run(founded, "req -in issuing.csr -verify -noout");
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names);
        Assert.Equal("AuthorityNotFound", founded.Error("Get-TrstCA Issuing"));

        founded.Run("$ca = " + Take);

        Assert.Equal("Active Operational", founded.Get<string>("\"$($ca.Status) $($ca.Custody)\""));
        Assert.Equal(founded.Get<string>("$request.AuthorityId"), founded.Get<string>("$ca.AuthorityId"));
        Verifiers.Accepts(founded, founded.Certificate("Get-TrstCA 'Old Root'"), founded.Certificate("$ca"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $ca"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal("CertificateInvalid", founded.Error(Take));
        Assert.Equal("NotOnRoster", founded.Error("Complete-TrstCARequest \"$folder/issuing.pem\" -Certificate $falseAlice"));
    }

    [FactNeeding("openssl")]
    public void ASecondAnswerIsTakenAndTold()
    {
        Ask();
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names);
        founded.Run("$null = " + Take + " -WarningVariable first");
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names, 1700);

        founded.Run("""
            $quiet = @{ WarningVariable = 'told'; WarningAction = 'SilentlyContinue' }
            $ca = Complete-TrstCARequest "$folder/issuing.pem" -Certificate $custodians[1] @quiet
            """);

        Assert.Equal(0, founded.Get<int>("$first.Count"));
        Assert.Contains("is its current one from now on", founded.Get<string>("\"$told\""));
        Assert.Equal("Active 1", founded.Get<string>("\"$($ca.Status) $($ca.Earlier.Count)\""));
        Assert.Equal("principal:Bob", founded.Get<string>("@(Get-TrstEvent request.answered)[-1].Actor"));
        Assert.Contains("certificate CN=Issuing", founded.Get<string>("@(Get-TrstEvent request.answered)[-1].Made[0]"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("", 1800, "path length is absent")]
    [InlineData("pathlen:1", 1800, "path length is 1")]
    [InlineData("pathlen:0", 3000, "longer than was approved")]
    [InlineData("pathlen:0 no names", 1800, "name constraints are wider")]
    [InlineData("no CA", 1800, "no CA")]
    public void AnAnswerThatSaysMoreThanWasApprovedIsRefused(string shape, int days, string reason)
    {
        Ask();
        var constraints = shape == "no CA" ? "CA:FALSE" : "CA:TRUE" + (shape.Length == 0 ? string.Empty : "," + shape.Split(' ')[0]);
        var names = shape.EndsWith("no names") ? string.Empty : Names;
        Elsewhere.Sign(founded, "issuing", "root", Answer.Replace("CA:TRUE", constraints) + names, days);

        var refusal = Assert.Throws<ShellException>(() => founded.Run(Take)).Error;

        Assert.StartsWith("CertificateInvalid,", refusal.FullyQualifiedErrorId);
        Assert.Contains(reason, refusal.Exception.Message);
        Elsewhere.Sign(founded, "issuing", "root", Path0 + "nameConstraints=critical,permitted;DNS:a.contoso.example\n");
        founded.Run("$null = " + Take);
    }

    [FactNeeding("openssl")]
    public void ACertificateThatTheNamedIssuersKeyDidNotSignIsRefused()
    {
        Ask();
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names);
        Elsewhere.Run(founded, "x509 -in issuing.pem -outform DER -out spoilt.cer");
        var der = File.ReadAllBytes(founded.PathOf("spoilt.cer"));
        der[^5] ^= 1;
        File.WriteAllBytes(founded.PathOf("spoilt.cer"), der);

        var refusal = Assert.Throws<ShellException>(() => founded.Run(Take.Replace("issuing.pem", "spoilt.cer"))).Error;

        Assert.StartsWith("CertificateInvalid,", refusal.FullyQualifiedErrorId);
        Assert.Contains("the key of \"Old Root\" did not sign it", refusal.Exception.Message);
    }

    [FactNeeding("openssl")]
    public void WhereTheIssuerIsOpenTheQuorumTakesTheCertificate()
    {
        Assert.Matches("to be signed by +Old Root, generation 1", founded.PlanOf("$c"));
        Elsewhere.Root(founded, "unknown", "/CN=Unknown Root");
        founded.Run("$c = Start-It Request $spec");
        Assert.Contains("by whom is open: its answer needs a ceremony of its own", founded.PlanOf("$c"));
        Ask();
        Elsewhere.Sign(founded, "issuing", "unknown", Path0 + Names);
        var refusal = Assert.Throws<ShellException>(() => founded.Run(Take)).Error;
        Assert.StartsWith("IssuerNotNamed,", refusal.FullyQualifiedErrorId);
        Assert.Contains("Start-TrstCeremony Answer", refusal.ErrorDetails.RecommendedAction);
        Assert.Equal("ParameterForeign", founded.Error("Start-It Answer \"$folder/issuing.pem\" @{ Issuer = 'Old Root' }"));

        founded.Run("$c = Start-It Answer \"$folder/issuing.pem\"");
        Assert.Contains("not known here", founded.PlanOf("$c"));
        Assert.Equal("QuorumNotMet", founded.Error("$c | Complete-TrstCeremony"));
        founded.Run("$ca = (Sign $c 0, 1, 2 | Complete-TrstCeremony -Operation Answer).Result");

        Assert.Equal("Issuing Active ", founded.Get<string>("\"$($ca.Name) $($ca.Status) $($ca.IssuerId)\""));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [FactNeeding("openssl")]
    public void ACertificateOfAnotherKeyOrAnotherNameIsRefused()
    {
        Ask();
        Elsewhere.Request(founded, "mine", "/O=Contoso/CN=Issuing");
        Elsewhere.Sign(founded, "mine", "root", Path0);
        Assert.Equal("AuthorityNotFound", founded.Error("Complete-TrstCARequest \"$folder/mine.pem\" -Certificate $ops"));

        Elsewhere.Run(founded, "req -in issuing.csr -pubkey -noout -out pub.pem");
        Elsewhere.Run(
            founded,
            "x509 -new -force_pubkey pub.pem -subj /CN=Another -CA root.pem -CAkey root.key -CAcreateserial -days 1000 -extfile "
                + "issuing.ext -out renamed.pem");
        Assert.Equal("CertificateInvalid", founded.Error("Complete-TrstCARequest \"$folder/renamed.pem\" -Certificate $ops"));
    }

    [FactNeeding("openssl")]
    public void ARequestThatWaitsHoldsItsNameAndItsKeyIsSharedAnewWithTheOthers()
    {
        founded.Run("""
            $share = @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2] }
            $c = Start-It Request (
                New-TrstCASpec 'CN=Issuing,O=Contoso' -Validity 6y -PathLength 0 -PermittedName DNS:contoso.example -Custody Quorum
            ) @{ Issuer = 'Old Root' }
            """);
        Ask();
        Assert.Equal("AuthorityExists", founded.Error("Start-It Root (New-TrstCASpec 'CN=ISSUING,O=Contoso' -Validity 1y)"));
        founded.Run("$null = Approved Roster (New-TrstRoster -Base (Get-TrstRoster) -Remove Erin) | Complete-TrstCeremony @share");
        Assert.Single(founded.Run("@(Get-TrstEvent ceremony.completed).Made -match '^key .*, generation 2,'"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names);

        founded.Run("$ca = " + Take);

        Assert.Equal("Quorum DualLock", founded.Get<string>("\"$($ca.Custody) $($ca.Level)\""));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [TheoryNeeding("openssl")]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "A04")]
    public void TheNextCertificateIsAskedForWithTheSameKeyOrANewOne(bool sameKey)
    {
        Ask();
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names);
        founded.Shell.Set("same", sameKey);
        founded.Run("$ca = " + Take + "; $c = Start-It Request $ca @{ SameKey = $same; Issuer = 'Old Root' }");
        Assert.Contains(sameKey ? "with the same key" : "with a new key", founded.PlanOf("$c"));
        Ask();
        Assert.Equal("AuthorityExists", founded.Error("Start-It Request $ca"));
        Elsewhere.Run(founded, "req -in issuing.csr -verify -noout");
        Elsewhere.Sign(founded, "issuing", "root", Path0 + Names, 1900);

        founded.Run("$next = " + Take);

        var (old, next) = (founded.Certificate("$ca"), founded.Certificate("$next"));
        Assert.Equal(sameKey, old.PublicKey.ExportSubjectPublicKeyInfo().SequenceEqual(next.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.Equal(old.SubjectName.RawData, next.SubjectName.RawData);
        Assert.Equal(sameKey ? "1 1" : "2 0", founded.Get<string>("\"$($next.Generation) $($next.Earlier.Count)\""));
        Assert.Equal(sameKey ? 1 : 2, founded.Get<int>("@(Get-TrstCA Issuing).Count"));
        Assert.Equal("Active", founded.Get<string>("(Get-TrstCA Issuing -Status Active).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal("KeyUnavailable", founded.Error("Start-It Rotation Issuing"));
    }

    private void Ask()
    {
        founded.Run("$request = Sign $c 0, 1, 2 | New-TrstCARequest; [IO.File]::WriteAllText(\"$folder/issuing.csr\", $request.Pem)");
        Elsewhere.Write(founded, "issuing.ext", Path0);
    }
}
