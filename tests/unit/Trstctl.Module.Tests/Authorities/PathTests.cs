namespace Trstctl.Module.Tests.Authorities;

/// <summary>What a plan would do to relying parties is said when it is opened and in the plan that custodians read.</summary>
public sealed class PathTests : IDisposable
{
    private const string Issuing =
        "$issuing = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA";
    private readonly Founded founded = new();

    // chris2511/xca issue 719: the new root has another key, and what the old one issued hangs in the air for whoever trusts only it.
    [Fact]
    public void ARootThatRotatesWithoutLinksIsSaidToLeaveItsIntermediatesBehind()
    {
        founded.Run("$root = Make-Root; " + Issuing);

        var warnings = Warnings("$c = Start-It Rotation $root");

        Assert.Contains(warnings, w => w.StartsWith("clients that trust only new Root: break for Issuing", StringComparison.Ordinal));
        Assert.Contains("path breaks", founded.PlanOf("$c"));
        Assert.Empty(Warnings("$c = Start-It Rotation $root @{ LinkCertificates = $true }"));
        Assert.DoesNotContain("path breaks", founded.PlanOf("$c"));
    }

    // The other half of the same issue: a renewal has another serial number, and OpenSSL compares it where a child names it.
    [FactNeeding("openssl")]
    public void ARenewalIsSaidToLeaveBehindWhatNamesTheOldSerialNumber()
    {
        Elsewhere.Root(founded, "old", extensions: Elsewhere.CA + "authorityKeyIdentifier=keyid\n");
        Elsewhere.Request(founded, "below", "/O=Elsewhere/CN=Below");
        Elsewhere.Sign(founded, "below", "old", Elsewhere.CA + "authorityKeyIdentifier=keyid,issuer:always\n");
        founded.Run("""
            $old = Approved Import "$folder/old.pem" @{ Custody = 'Operational' } | Import-TrstCA -Path "$folder/old.key"
            $below = Approved Import "$folder/below.pem" | Import-TrstCA -Path "$folder/below.pem"
            """);

        Assert.Contains(
            Warnings("$c = Start-It Rotation $old @{ SameKey = $true }"),
            w => w.Contains("break for Below (names issuer serial", StringComparison.Ordinal));
    }

    // hashicorp/vault issue 28749, cert-manager issue 7645: a chain file with both certificates is no line of issuers.
    [Fact]
    public void ASecondIssuerIsSaidToForkTheChain()
    {
        founded.Run("$root = Make-Root; $other = Make-Root 'CN=Other'; " + Issuing);

        var warning = Assert.Single(Warnings("$c = Start-It CrossSign $issuing @{ Issuer = 'Other' }"));

        Assert.StartsWith("programs that want a chain in one line: may fail for Issuing", warning);
        Assert.Contains("path doubtful", founded.PlanOf("$c"));
    }

    // hashicorp/vault issue 16461: the cross-certificate takes over whatever key identifier the target has, so that nothing breaks.
    [FactNeeding("openssl")]
    public void ACrossCertificateKeepsAnUnusualKeyIdentifierAndAllPaths()
    {
        Elsewhere.Root(founded, "old", extensions: Elsewhere.CA.Replace("subjectKeyIdentifier=hash", "subjectKeyIdentifier=09090909"));
        founded.Run("$root = Make-Root");

        Assert.Empty(Warnings("$c = Start-It CrossSign \"$folder/old.pem\" @{ Issuer = 'Root' }"));
        Assert.Contains("09090909", founded.PlanOf("$c"));
    }

    // Go and Mbed TLS refuse what stands below a CA that limits directory names.
    [Fact]
    public void APlanSaysWhichClientsCannotFollowAndTheWayOut()
    {
        founded.Run("$root = Make-Root");

        Assert.Empty(Warnings(
            "$s = New-TrstCASpec 'CN=Dir,O=Contoso' -Validity 5y -PermittedName dirName:O=Contoso; "
                + "$c = Start-It Intermediate $s @{ Issuer = 'Root' }"));
        var plan = Plan();
        Assert.Contains("Go refuses what stands below Dir, which limits directory names; limit DNS names", plan);
        Assert.Contains("Mbed TLS refuses what stands below Dir", plan);
        Assert.Empty(Warnings("$c = Start-It Intermediate (New-TrstCASpec 'CN=Plain' -Validity 5y) @{ Issuer = 'Root' }"));
        Assert.DoesNotContain(" refuse", Plan());
        Assert.Empty(Warnings("$c = Start-It Rotation $root @{ LinkCertificates = $true }"));
        Assert.Contains("Java and strongSwan find no path where both links are in one file", Plan());
    }

    [Fact]
    public void SoundPlansWarnOfNothing()
    {
        founded.Run("$root = Make-Root; " + Issuing);

        Assert.Empty(Warnings(
            "$null = Start-It Intermediate (New-TrstCASpec 'CN=Second' -Validity 5y -PathLength 0) @{ Issuer = 'Root' }"));
        Assert.Empty(Warnings("$null = Start-It Rotation $issuing"));
        Assert.Empty(Warnings("$null = Start-It Rotation $root @{ SameKey = $true }"));
        Assert.Contains("paths ", founded.PlanOf("(Start-It Rotation $issuing)"));
    }

    public void Dispose() => founded.Dispose();

    // Lines of a plan end where the console does.
    private string Plan() => string.Join(' ', founded.PlanOf("$c").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IReadOnlyList<string> Warnings(string script)
    {
        var result = founded.Shell.RunCatching(script);
        Assert.Empty(result.Errors);
        return result.Warnings;
    }
}
