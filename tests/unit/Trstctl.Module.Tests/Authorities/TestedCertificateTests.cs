namespace Trstctl.Module.Tests.Authorities;

/// <summary>Test-TrstCertificate judges by the paths that there are and by what the ledger knows.</summary>
public sealed class TestedCertificateTests : IDisposable
{
    private const string Hierarchy = Founded.Root + """

        $null = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y -PathLength 1) @{ Issuer = 'Root' } | New-TrstIntermediateCA
        $null = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 2y -PathLength 0) @{ Issuer = 'Sub' } | New-TrstIntermediateCA
        """;

    private const string Policy = Elsewhere.CA + "authorityKeyIdentifier=keyid\ncertificatePolicies=1.2.3.4.5\n";
    private readonly Founded founded = new(given: Hierarchy);

    public TestedCertificateTests() => founded.Run("""
        function Run-It($Ceremony) { ($Ceremony | Complete-TrstCeremony).Result }
        function Fault($Certificate) { (Test-TrstCertificate $Certificate -Detailed).PathFault -join '; ' }
        """);

    public void Dispose() => founded.Dispose();

    [Fact]
    public void WhatIsRevokedIsFalseWithThatReasonAndSoIsWhatStandsBelow()
    {
        Assert.True(founded.Get<bool>("Test-TrstCertificate (Get-TrstCA Issuing)"));
        founded.Run("$null = Run-It (Approved Revoke (Get-TrstCA Sub) @{ RevocationReason = 'CessationOfOperation' })");

        Assert.Matches(@"^was revoked on \d{4}-\d\d-\d\d \(CessationOfOperation\)$", founded.Get<string>("Fault (Get-TrstCA Sub)"));
        Assert.Matches(@"^Sub was revoked on \d{4}-\d\d-\d\d \(CessationOfOperation\)$", founded.Get<string>("Fault (Get-TrstCA Issuing)"));
        Assert.False(founded.Get<bool>("Test-TrstCertificate (Get-TrstCA Issuing) -ErrorAction SilentlyContinue"));
        Assert.Equal(string.Empty, founded.Get<string>("Fault (Get-TrstCA Root)"));
    }

    [Fact]
    public void NothingLeadsToARevokedRoot()
    {
        founded.Run("$null = Run-It (Approved Revoke (Get-TrstCA Root) @{ RevocationReason = 'CACompromise' })");
        Assert.StartsWith("was revoked on", founded.Get<string>("Fault (Get-TrstCA Root)"));
        Assert.StartsWith("Root was revoked on", founded.Get<string>("Fault (Get-TrstCA Sub)"));
    }

    [Fact]
    public void ARetiredCAIsFalseAndWhatItSignedStaysGood()
    {
        founded.Run("$null = Run-It (Approved Retire (Get-TrstCA Sub))");
        Assert.Equal("is retired: it signs no certificate any more", founded.Get<string>("Fault (Get-TrstCA Sub)"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate (Get-TrstCA Issuing)"));
    }

    [Fact]
    public void ARevokedCrossCertificateLeadsNowhereAndTheOtherWayStays()
    {
        founded.Run("""
            $other = Make-Root 'CN=Other'
            $cross = Approved CrossSign (Get-TrstCA Sub).GetCertificate() @{ Issuer = 'Other' } | Add-TrstCrossSignature
            $before = Test-TrstCertificate $cross
            $null = Run-It (Approved Revoke $cross @{ RevocationReason = 'Superseded' })
            """);
        Assert.True(founded.Get<bool>("$before"));
        Assert.StartsWith("was revoked on", founded.Get<string>("Fault $cross"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate (Get-TrstCA Issuing)"));
    }

    // Another certificate of the same key is no better than the one that was revoked.
    [Fact]
    public void AKeyThatWasRevokedForCompromiseIsFalseInEveryCertificate()
    {
        founded.Run("""
            $other = Make-Root 'CN=Other'
            $cross = Approved CrossSign (Get-TrstCA Sub).GetCertificate() @{ Issuer = 'Other' } | Add-TrstCrossSignature
            $null = Run-It (Approved Revoke (Get-TrstCA Sub) @{ RevocationReason = 'KeyCompromise' })
            """);
        Assert.Equal("has the key of Sub, which was revoked (KeyCompromise)", founded.Get<string>("Fault $cross"));
        Assert.Contains("Sub", founded.Get<string>("Fault (Get-TrstCA Issuing)"));
    }

    // Roots and links of all generations have one name.
    [Fact]
    public void ACAIsGoodAfterRotationsWithLinks()
    {
        founded.Run("""
            foreach ($i in 1, 2) {
                $root = Approved Rotation (Get-TrstCA Root | Where-Object Status -eq Active) @{ LinkCertificates = $true } |
                    Invoke-TrstCARotation
            }
            $new = Approved Rotation (Get-TrstCA Sub) | Invoke-TrstCARotation
            $below = Approved Intermediate (New-TrstCASpec 'CN=Below' -Validity 1y -PathLength 0) @{ Issuer = $new } |
                New-TrstIntermediateCA
            """);
        foreach (var ca in new[] { "$root", "$new", "$below", "(Get-TrstCA Issuing)" }.Concat(
            Enumerable.Range(0, 2).SelectMany(_ => new[] { "$root.CrossCertificate[0]", "$root.CrossCertificate[1]" })))
        {
            Assert.Equal(string.Empty, founded.Get<string>($"Fault {ca}"));
        }

        Assert.Equal("CN=Sub CN=Root", founded.Get<string>("(Test-TrstCertificate $below -Detailed).Issuer -join ' '"));
    }

    [FactNeeding("openssl")]
    public void ACABelowPolicyConstraintsIsGoodThoughTheRootHasNoPolicies()
    {
        Elsewhere.Root(founded, "else");
        foreach (var (name, constraint) in new[] { ("at", 0), ("after", 1) })
        {
            Elsewhere.Request(founded, name, $"/O=Elsewhere/CN=Policy {name}");
            Elsewhere.Sign(founded, name, "else", Policy + $"policyConstraints=critical,requireExplicitPolicy:{constraint}\n");
        }

        founded.Run("""
            $null = Approved Import "$folder/else.pem" | Import-TrstCA -Path "$folder/else.pem"
            $below = foreach ($name in 'at', 'after') {
                $null = Approved Import "$folder/$name.pem" @{ Custody = 'Operational' } |
                    Import-TrstCA -Path "$folder/$name.key" -WarningAction SilentlyContinue
                $spec = New-TrstCASpec "CN=Below $name" -Validity 1y -CertificatePolicy 1.2.3.4.5
                Approved Intermediate $spec @{ Issuer = "Policy $name" } | New-TrstIntermediateCA
            }
            """);
        foreach (var ca in new[] { "(Get-TrstCA 'Policy at')", "(Get-TrstCA 'Policy after')", "$below[0]", "$below[1]" })
        {
            Assert.Equal(string.Empty, founded.Get<string>($"Fault {ca}"));
        }
    }

    // RFC 5280 6.1: the root is no part of the path, and no client minds what else it says.
    [FactNeeding("openssl")]
    public void ARootsLintErrorsAreShownAndCountForItselfAlone()
    {
        const string bare = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=none\n";
        Elsewhere.Root(founded, "bare", extensions: bare + "authorityKeyIdentifier=none\n");
        founded.Run("""
            $bare = Approved Import "$folder/bare.pem" @{ Custody = 'Operational' } |
                Import-TrstCA -Path "$folder/bare.key" -WarningAction SilentlyContinue
            $below = Approved Intermediate (New-TrstCASpec 'CN=Below' -Validity 1y) @{ Issuer = $bare } | New-TrstIntermediateCA
            """);
        Assert.True(founded.Get<bool>("Test-TrstCertificate $below"));
        Assert.Contains("4.2.1.2", founded.Get<string>("(Test-TrstCertificate $below -Detailed).IssuerLint -join ' '"));
        Assert.False(founded.Get<bool>("Test-TrstCertificate $bare -ErrorAction SilentlyContinue"));
    }

    // A serial number of zero is an error (RFC 5280 4.1.2.2), whoever made it.
    [FactNeeding("openssl")]
    public void AnIssuersLintErrorsCount()
    {
        Elsewhere.Root(founded, "else");
        Elsewhere.Request(founded, "zero", "/O=Elsewhere/CN=Zero");
        Elsewhere.Write(founded, "zero.ext", Policy);
        Elsewhere.Run(
            founded, "x509 -req -in zero.csr -CA else.pem -CAkey else.key -set_serial 0 -days 1000 -extfile zero.ext -out zero.pem");
        founded.Run("""
            $null = Approved Import "$folder/else.pem" | Import-TrstCA -Path "$folder/else.pem"
            $zero = Approved Import "$folder/zero.pem" @{ Custody = 'Operational' } |
                Import-TrstCA -Path "$folder/zero.key" -WarningAction SilentlyContinue
            $below = Approved Intermediate (New-TrstCASpec 'CN=Below' -Validity 1y) @{ Issuer = $zero } | New-TrstIntermediateCA
            $ok = Test-TrstCertificate $below -ErrorAction SilentlyContinue -ErrorVariable said
            """);
        Assert.False(founded.Get<bool>("$ok"));
        Assert.Contains("its issuer CN=Zero,O=Elsewhere: RFC 5280 4.1.2.2", founded.Get<string>("\"$said\""));
        Assert.Contains("CN=Zero,O=Elsewhere: ", founded.Get<string>("(Test-TrstCertificate $below -Detailed).IssuerLint[0]"));
    }
}
