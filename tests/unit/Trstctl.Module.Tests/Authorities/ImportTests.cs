namespace Trstctl.Module.Tests.Authorities;

/// <summary>CAs that were made elsewhere: known by their certificate, or adopted with their key.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Adopt = "$c = Approved Import \"$folder/old.pem\" @{ Custody = 'Quorum' }";
    private const string Share = "$share = @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2] }";
    private readonly Founded founded = new();

    public void Dispose() => founded.Dispose();

    [FactNeeding("openssl")]
    [Trait("Conformance", "Q01")]
    public void APublicRootBecomesKnownByTheQuorumAlone()
    {
        Elsewhere.Root(founded, "old");
        founded.Run("$c = Sign (Start-It Import \"$folder/old.pem\") 0, 1");
        Assert.Equal("QuorumNotMet", founded.Error("$c | Import-TrstCA -Path \"$folder/old.pem\""));

        founded.Run("$ca = Sign $c 2 | Import-TrstCA -Path \"$folder/old.pem\"");

        Assert.Equal(
            "Old Root External Unknown True", founded.Get<string>("\"$($ca.Name) $($ca.Custody) $($ca.Level) $($ca.IsImported)\""));
        Assert.Contains("not witnessed", founded.PlanOf("$c"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed | ForEach-Object Made).Count"));
        Assert.Equal("KeyUnavailable", founded.Error("Start-It Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y) @{ Issuer = $ca }"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Import-TrstCA -Path \"$folder/old.pem\""));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("pkcs7")]
    [InlineData("chain")]
    [InlineData("UTF-16")]
    public void TheCertificateMayComeInAnyOfItsForms(string form)
    {
        Elsewhere.Root(founded, "old");
        Elsewhere.Root(founded, "other", "/CN=Other");
        Elsewhere.Run(founded, "crl2pkcs7 -nocrl -certfile old.pem -outform DER -out old.p7b");
        var text = File.ReadAllText(founded.PathOf("old.pem"));
        File.WriteAllText(founded.PathOf("chain"), File.ReadAllText(founded.PathOf("other.pem")) + text);
        File.WriteAllText(founded.PathOf("UTF-16"), text, System.Text.Encoding.Unicode);
        File.Copy(founded.PathOf("old.p7b"), founded.PathOf("pkcs7"));

        founded.Run($"$ca = Approved Import \"$folder/{(form == "chain" ? "old.pem" : form)}\" | Import-TrstCA -Path \"$folder/{form}\"");
        Assert.Equal("Old Root", founded.Get<string>("$ca.Name"));
    }

    /// <summary>A CA of Ed25519 is known, judged and vouched for; its key is not kept, and it signs nothing here.</summary>
    [FactNeeding("openssl")]
    public void ACAOfEd25519IsKnownAndItsKeyIsNotKept()
    {
        Elsewhere.Root(founded, "old", key: "ed25519");
        Elsewhere.Request(founded, "sub", "/CN=Sub Elsewhere", key: "ed25519");
        Elsewhere.Sign(founded, "sub", "old");
        Elsewhere.Request(founded, "next", "/CN=Next", key: "ed25519");
        var refusal = Assert.Throws<ShellException>(() => founded.Run("Start-It Import \"$folder/old.pem\" @{ Custody = 'Quorum' }")).Error;
        Assert.StartsWith("ImportRefused,", refusal.FullyQualifiedErrorId);
        Assert.Contains("Ed25519", refusal.Exception.Message);

        founded.Run("""
            foreach ($name in 'old', 'sub') {
                $ca = Approved Import "$folder/$name.pem" | Import-TrstCA -Path "$folder/$name.pem"
            }
            $null = Make-Root
            $cross = Approved CrossSign (Get-TrstCA 'Old Root') @{ Issuer = 'Root' } | Add-TrstCrossSignature
            """);

        Assert.Equal("Ed25519", founded.Get<string>("$ca.Key"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $ca"));
        Verifiers.Accepts(founded, founded.Certificate("Get-TrstCA Root"), founded.Certificate("$cross"), founded.Certificate("$ca"));
        Assert.Equal("RequestInvalid", founded.Error(
            "Start-It Intermediate (New-TrstCASpec 'CN=Next' -Validity 1y) @{ Issuer = 'Root'; Request = \"$folder/next.csr\" }"));
        Assert.Equal("SpecInvalid", founded.Error("Start-It Rotation $ca"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [FactNeeding("openssl")]
    public void AFileWithAPrivateKeyIsRefusedWhereOnlyTheCertificateWasApproved()
    {
        Elsewhere.Root(founded, "old");
        File.WriteAllText(
            founded.PathOf("both.pem"), File.ReadAllText(founded.PathOf("old.pem")) + File.ReadAllText(founded.PathOf("old.key")));
        Elsewhere.Run(founded, "pkcs12 -export -in old.pem -inkey old.key -out old.pfx -passout pass:x");
        founded.Run("$c = Approved Import \"$folder/old.pem\"");

        Assert.Equal("PrivateKeyUnexpected", founded.Error("$c | Import-TrstCA -Path \"$folder/both.pem\""));
        Assert.Equal("PrivateKeyUnexpected", founded.Error("$c | Import-TrstCA -Path \"$folder/old.pfx\""));
        Assert.Equal("PrivateKeyUnexpected", founded.Error("$c | Import-TrstCA -Path \"$folder/old.key\""));
        Elsewhere.Root(founded, "other", "/CN=Other");
        Assert.Equal("PurposeMismatch", founded.Error("$c | Import-TrstCA -Path \"$folder/other.pem\""));
        founded.Run("$null = $c | Import-TrstCA -Path \"$folder/old.pem\"");
    }

    [TheoryNeeding("openssl")]
    [InlineData("pfx")]
    [InlineData("pem")]
    [InlineData("encrypted")]
    [InlineData("pkcs8")]
    public void AKeyIsAdoptedByTheQuorumAndSignsAgain(string form)
    {
        Elsewhere.Root(founded, "old", key: "ec -pkeyopt ec_paramgen_curve:P-384");
        var file = form switch { "pfx" => "old.pfx", "pem" => "both.pem", "pkcs8" => "old.p8", _ => "old.enc" };
        File.WriteAllText(
            founded.PathOf("both.pem"), File.ReadAllText(founded.PathOf("old.pem")) + File.ReadAllText(founded.PathOf("old.key")));
        Elsewhere.Run(founded, "pkcs12 -export -in old.pem -inkey old.key -out old.pfx -passout pass:geheim");
        Elsewhere.Run(founded, "pkcs8 -topk8 -nocrypt -in old.key -out old.p8");
        Elsewhere.Run(founded, "pkcs8 -topk8 -in old.key -out old.enc -passout pass:geheim");
        founded.Run(Adopt + "; " + Share);
        founded.Run("$secret = [securestring]::new(); foreach ($c0 in 'geheim'.ToCharArray()) { $secret.AppendChar($c0) }");
        var result = founded.Shell.RunCatching($"$ca = $c | Import-TrstCA -Path \"$folder/{file}\" -KeyPassword $secret");

        Assert.Empty(result.Errors);
        Assert.Contains("still holds the CA's key", Assert.Single(result.Warnings));
        Assert.Equal("Quorum SignedApproval", founded.Get<string>("\"$($ca.Custody) $($ca.Level)\""));
        Assert.Contains("earlier copies: SignedApproval", founded.Get<string>("$ca.LevelNote"));
        Assert.StartsWith("key ", founded.Get<string>("(Get-TrstEvent ceremony.completed -CeremonyId $c.CeremonyId).Made"));

        founded.Run(
            "$sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = $ca } | New-TrstIntermediateCA @share");
        Verifiers.Accepts(founded, founded.Certificate("$ca"), founded.Certificate("$sub"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("rsa:1024", "sha256", "1024 bits")]
    [InlineData("rsa:2048", "sha1", "weak")]
    [InlineData("rsa:2048", "md5", "weak")]
    public void WeakCAsAreNotAdopted(string key, string hash, string reason)
    {
        Elsewhere.Root(founded, "weak", key: key, hash: hash);

        var refusal = Assert.Throws<ShellException>(() => founded.Run("Start-It Import \"$folder/weak.pem\"")).Error;

        Assert.StartsWith("ImportRefused,", refusal.FullyQualifiedErrorId);
        Assert.Contains(reason, refusal.Exception.Message);
        Assert.Equal("ImportRefused", founded.Error("Start-It Import \"$folder/weak.pem\" @{ Custody = 'Quorum' }"));
    }

    [FactNeeding("openssl")]
    public void WhatIsNoCAOrIsSignedByAStrangerOrIsKnownIsRefused()
    {
        Elsewhere.Root(founded, "old");
        Elsewhere.Root(founded, "leaf", "/CN=leaf", extensions: "basicConstraints=critical,CA:FALSE\n");
        Elsewhere.Request(founded, "sub", "/CN=Sub Elsewhere");
        Elsewhere.Sign(founded, "sub", "old");

        Assert.Equal("ImportRefused", founded.Error("Start-It Import \"$folder/leaf.pem\""));
        Assert.Equal("ImportRefused", founded.Error("Start-It Import \"$folder/sub.pem\""));
        founded.Run("$null = Approved Import \"$folder/old.pem\" | Import-TrstCA -Path \"$folder/old.pem\"");
        Assert.Equal("AuthorityExists", founded.Error("Start-It Import \"$folder/old.pem\""));
        founded.Run("$sub = Approved Import \"$folder/sub.pem\" | Import-TrstCA -Path \"$folder/sub.pem\"");
        Assert.Equal("Old Root", founded.Get<string>("(Get-TrstCA).Where({ $_.AuthorityId -eq $sub.IssuerId })[0].Name"));
    }

    [FactNeeding("openssl")]
    public void AnImportedCARotatesUnderItsOwnNameByteForByte()
    {
        Elsewhere.Root(founded, "old", "/C=DE/O=Elsewhere/CN=Old Root");
        founded.Run(
            Adopt
                + "; "
                + Share
                + "; $ca = $c | Import-TrstCA -Path \"$folder/old.key\"; $next = Approved Rotation $ca | Invoke-TrstCARotation @share");
        var (old, next) = (founded.Certificate("$ca"), founded.Certificate("$next"));

        Assert.Equal(old.SubjectName.RawData, next.SubjectName.RawData);
        Assert.Equal("2 DualLock", founded.Get<string>("\"$($next.Generation) $($next.Level)\""));
        Assert.Equal("Superseded", founded.Get<string>("(Get-TrstCA -Status Superseded).Status"));
    }
}
