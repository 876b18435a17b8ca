using System.Text.RegularExpressions;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>A key that the tenant knows as another CA's, or as compromised, retired or destroyed, gets nothing.</summary>
public sealed class KnownKeyTests : IDisposable
{
    private const string P256 = "ec -pkeyopt ec_paramgen_curve:P-256";
    private readonly Founded founded = new(given: Founded.Root);

    public KnownKeyTests()
    {
        Elsewhere.Request(founded, "key", "/CN=Burnt", key: P256);
        founded.Run("""
            $root = Get-TrstCA Root
            function From-Request([string] $Name, [string] $File) {
                Start-It Intermediate (New-TrstCASpec $Name -Validity 5y) @{ Issuer = 'Root'; Request = "$folder/$File.csr" }
            }
            $burnt = Sign (From-Request 'CN=Burnt' key) 0, 1, 2 | New-TrstIntermediateCA
            """);
    }

    public void Dispose() => founded.Dispose();

    [TheoryNeeding("openssl")]
    [InlineData(false)]
    [InlineData(true)]
    public void ARevokedKeyComesBackUnderNoNameAndInNoEncoding(bool compressed)
    {
        Revoke();
        if (compressed)
        {
            Elsewhere.Run(founded, "ec -in key.key -conv_form compressed -out again.key");
            Elsewhere.RequestAgain(founded, "again", "again", "/CN=Phoenix", Elsewhere.CA);
        }
        else
        {
            Elsewhere.RequestAgain(founded, "again", "key", "/CN=Phoenix", Elsewhere.CA);
        }

        Names("AuthorityExists", "From-Request 'CN=Phoenix' again", "$revoking");
    }

    [FactNeeding("openssl")]
    public void ARevokedKeyIsNotCrossSignedNorImported()
    {
        Revoke();
        Elsewhere.Run(founded, "req -x509 -key key.key -days 900 -out phoenix.pem -config key.cnf -subj", "/CN=Phoenix");

        Names("KeyBarred", "Start-It CrossSign $burnt @{ Issuer = 'Root' }", "$revoking");
        Names("KeyBarred", "Start-It CrossSign \"$folder/phoenix.pem\" @{ Issuer = 'Root' }", "$revoking");
        Names("AuthorityExists", "Start-It Import \"$folder/phoenix.pem\"", "$revoking");
    }

    /// <summary>What was approved before the key was known to be burnt does not run after.</summary>
    [FactNeeding("openssl")]
    public void ACrossCertificateThatWasApprovedBeforeIsNotMadeAfter()
    {
        founded.Run("$early = Approved CrossSign $burnt @{ Issuer = 'Root' }");
        Revoke();

        Names("KeyBarred", "$early | Add-TrstCrossSignature", "$revoking");
    }

    [Fact]
    public void ARetiredOrDestroyedKeyIsNotCrossSigned()
    {
        founded.Run("""
            $old = Make-Root 'CN=Old'; $gone = Make-Root 'CN=Gone'
            $retiring = Approved Retire $old; $null = $retiring | Complete-TrstCeremony
            $destroying = Approved DestroyKey $gone; $null = $destroying | Complete-TrstCeremony
            """);

        Names("KeyBarred", "Start-It CrossSign $old.GetCertificate() @{ Issuer = 'Root' }", "$retiring");
        Names("KeyBarred", "Start-It CrossSign $gone.GetCertificate() @{ Issuer = 'Root' }", "$destroying");
    }

    [FactNeeding("openssl")]
    public void AKnownKeyIsNotCrossSignedUnderAnotherName()
    {
        Elsewhere.Run(founded, "req -x509 -key key.key -days 900 -out phoenix.pem -config key.cnf -subj", "/CN=Phoenix");

        Names("KeyBarred", "Start-It CrossSign \"$folder/phoenix.pem\" @{ Issuer = 'Root' }", "$burnt");
    }

    [FactNeeding("openssl")]
    public void AKeyWhoseCrossCertificateWasRevokedForCompromiseGetsNothing()
    {
        Elsewhere.Root(founded, "far", "/CN=Far", P256);
        Elsewhere.RequestAgain(founded, "far", "far", "/CN=Far", Elsewhere.CA);
        founded.Run("$c = Start-It CrossSign \"$folder/far.pem\" @{ Issuer = 'Root' }; $cross = Sign $c 0, 1, 2 | Add-TrstCrossSignature");
        Assert.Contains("not known here", founded.PlanOf("$c"));
        founded.Run("""
            $revoking = Approved Revoke $cross @{ RevocationReason = 'CACompromise' }; $null = $revoking | Complete-TrstCeremony
            """);

        Names("KeyBarred", "Start-It CrossSign \"$folder/far.pem\" @{ Issuer = 'Root' }", "$revoking");
        Names("KeyBarred", "Start-It Import \"$folder/far.pem\"", "$revoking");
        Names("KeyBarred", "From-Request 'CN=Far' far", "$revoking");
    }

    private void Revoke() => founded.Run("""
        $revoking = Approved Revoke $burnt @{ RevocationReason = 'KeyCompromise' }; $null = $revoking | Complete-TrstCeremony
        """);

    // The refusal says which ceremony it comes from.
    private void Names(string id, string script, string ceremony)
    {
        var refusal = Assert.Throws<ShellException>(() => founded.Run(script)).Error;
        Assert.StartsWith(id + ",", refusal.FullyQualifiedErrorId);
        Assert.Matches(Regex.Escape(founded.Get<string>($"{ceremony}.CeremonyId")[^8..]), refusal.Exception.Message);
    }
}
