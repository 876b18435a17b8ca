namespace Trstctl.Module.Tests.Authorities;

/// <summary>A CA is its whole distinguished name, its key and its generation; a common name alone says little.</summary>
public sealed class WholeNameTests : IDisposable
{
    private const string P256 = "ec -pkeyopt ec_paramgen_curve:P-256";
    private readonly Founded founded = new();

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "A08")]
    public void TwoCAsShareACommonNameAndAreToldApart()
    {
        founded.Run("""
            $acme = Make-Root 'CN=Root CA,O=Acme'
            $c = Start-It Root (New-TrstCASpec 'CN=Root CA,O=Fabrikam' -Validity 20y -Custody Operational)
            $fabrikam = Sign $c 0, 1, 2 | New-TrstRootCA
            """);
        Assert.Contains("CN=Root CA,O=Acme, another CA here with the same common name", Words("$c"));

        var refusal = Assert.Throws<ShellException>(
            () => founded.Run("Start-It Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y) @{ Issuer = 'Root CA' }")).Error;
        Assert.StartsWith("AuthorityAmbiguous,", refusal.FullyQualifiedErrorId);
        Assert.Contains("CN=Root CA,O=Acme; CN=Root CA,O=Fabrikam", refusal.Exception.Message);
        Assert.Equal("AuthorityAmbiguous", founded.Error("Export-TrstCA 'Root CA' \"$folder/x.pem\""));

        var listed = founded.Shell.RunCatching("Get-TrstCA 'Root CA'");
        Assert.Equal(2, listed.Output.Count);
        Assert.Contains("fits several CAs", Assert.Single(listed.Warnings));
        foreach (var text in new[]
        {
            "'cn=root  ca,o=ACME'", "$acme.AuthorityId", "$acme.Thumbprint", "$acme.Thumbprint.ToLower()",
            "([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($acme.GetCertificate().RawData)))",
            "$acme.GetCertificate().Extensions.Where({ $_.Oid.Value -eq '2.5.29.14' })[0].SubjectKeyIdentifier",
        })
        {
            Assert.Equal("CN=Root CA,O=Acme", founded.Get<string>($"(Get-TrstCA {text}).Subject"));
            Assert.Equal("Pending", founded.Get<string>($"(Start-It Rotation {text}).Status"));
        }

        founded.Run("$sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y) @{ Issuer = 'CN=Root CA,O=Fabrikam' } | "
            + "New-TrstIntermediateCA; $next = Approved Rotation $fabrikam | Invoke-TrstCARotation");
        Assert.True(founded.Get<bool>("$next.Replaces -eq $fabrikam.AuthorityId -and (Get-TrstCA $acme.AuthorityId).Status -eq 'Active'"));
        founded.Run("$renewed = Approved Rotation $sub @{ SameKey = $true } | Invoke-TrstCARotation");
        Assert.True(founded.Get<bool>("$renewed.IssuerId -eq $next.AuthorityId"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [Trait("Conformance", "A08")]
    [InlineData("CN=LAB ROOT CA,O=Lab,C=DE")]
    [InlineData("CN=Lab  Root CA,O=Lab,C=DE")]
    [InlineData("CN=Lab Root CA,O=\\ lab ,C=de")]
    public void NoIntermediateHasItsIssuersNameHoweverItIsWritten(string subject)
    {
        founded.Run("$null = Make-Root 'CN=Lab Root CA,O=Lab,C=DE'");
        founded.Shell.Set("subject", subject);

        Assert.Equal(
            "AuthorityExists", founded.Error("Start-It Intermediate (New-TrstCASpec $subject -Validity 1y) @{ Issuer = 'Lab Root CA' }"));
    }

    [Fact]
    public void ANameThatIsWrittenBackwardsIsWarnedOf()
    {
        var made = founded.Shell.RunCatching("$spec = New-TrstCASpec 'C=DE,O=Lab,CN=Root' -Validity 20y");
        Assert.Contains("backwards", Assert.Single(made.Warnings));
        Assert.Contains("REVERSED", founded.PlanOf("(Start-It Root $spec)"));
        Assert.Empty(founded.Shell.RunCatching("New-TrstCASpec 'CN=Root,O=Lab,C=DE' -Validity 20y").Warnings);
        Assert.Empty(founded.Shell.RunCatching("New-TrstCASpec 'CN=Root' -Validity 20y").Warnings);
    }

    /// <summary>Whatever is imported first, the generations of an AD CS root are one CA.</summary>
    [TheoryNeeding("openssl")]
    [InlineData("one", "again", "two")]
    [InlineData("two", "again", "one")]
    public void TheGenerationsOfAnAdcsRootAreOneLineage(params string[] order)
    {
        Generation("one", "00", "one");
        Generation("again", "01", "one");
        Generation("two", "020002", "two");
        foreach (var name in order)
        {
            founded.Run($"$null = Approved Import \"$folder/{name}.pem\" | Import-TrstCA -Path \"$folder/{name}.pem\"");
        }

        Assert.Equal(
            "2 Active 0, 1 Superseded 1",
            founded.Get<string>("(Get-TrstCA 'Adcs Root' | ForEach-Object { "
                + "\"$($_.Generation) $($_.Status) $($_.Earlier.Count)\" }) -join ', '"));
        Assert.True(founded.Get<bool>("$all = Get-TrstCA 'Adcs Root'; $all[0].Replaces -eq $all[1].AuthorityId"));
        Assert.Equal("AuthorityExists", founded.Error("Start-It Import \"$folder/again.pem\""));
        Assert.Equal("AuthorityExists", founded.Error("Start-It Import \"$folder/one.pem\" @{ Custody = 'Operational' }"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [FactNeeding("openssl")]
    public void NothingFromElsewhereTakesThePlaceOfACAThatWasMadeHere()
    {
        founded.Run("$null = Make-Root 'CN=Root'");
        Elsewhere.Root(founded, "false", "/CN=ROOT", P256);
        Assert.Equal("AuthorityExists", founded.Error("Start-It Import \"$folder/false.pem\""));

        Elsewhere.Root(founded, "old", "/CN=Old", P256);
        Elsewhere.Root(founded, "young", "/CN=Old", P256);
        founded.Run("$null = Approved Import \"$folder/old.pem\" @{ Custody = 'Operational' } | Import-TrstCA -Path \"$folder/old.key\"");
        Assert.Equal("AuthorityExists", founded.Error("Start-It Import \"$folder/young.pem\""));
    }

    /// <summary>A CA elsewhere writes its issuer's name in another encoding, or in capitals: it is that issuer's all the same.</summary>
    [FactNeeding("openssl")]
    public void AnIssuerIsFoundHoweverItsNameIsWritten()
    {
        Elsewhere.Root(founded, "old", "/O=Elsewhere/CN=Old Root", P256);
        Elsewhere.Request(founded, "sub", "/CN=Sub", key: P256);
        Elsewhere.Run(founded, "req -x509 -key old.key -days 3000 -out loud.pem -config old.cnf -subj", "/O=ELSEWHERE/CN=OLD  ROOT");
        File.Copy(founded.PathOf("old.key"), founded.PathOf("loud.key"));
        Elsewhere.Sign(founded, "sub", "loud");
        founded.Run("""
            $old = Approved Import "$folder/old.pem" | Import-TrstCA -Path "$folder/old.pem"
            $sub = Approved Import "$folder/sub.pem" | Import-TrstCA -Path "$folder/sub.pem"
            """);

        Assert.True(founded.Get<bool>("$sub.IssuerId -eq $old.AuthorityId"));
    }

    private string Words(string ceremony) => founded.Get<string>($"({ceremony}.Plan -split '\\s+') -join ' '");

    // As AD CS counts: the certificate in the lower 16 bits, the key in the upper.
    private void Generation(string name, string version, string key)
    {
        var number = "DER:02:" + string.Join(':', $"{version.Length / 2:D2}{version}".Chunk(2).Select(b => new string(b)));
        if (key == name)
        {
            var extensions = $"{Elsewhere.CA}1.3.6.1.4.1.311.21.1={number}\n";
            Elsewhere.Root(founded, name, "/DC=lab/CN=Adcs Root", P256, extensions: extensions);
            return;
        }

        Elsewhere.Write(founded, "again.cnf", File.ReadAllText(founded.PathOf($"{key}.cnf")).Replace("DER:02:01:00", number));
        Elsewhere.Run(founded, $"req -x509 -key {key}.key -days 4000 -out {name}.pem -config again.cnf -subj", "/DC=lab/CN=Adcs Root");
    }
}
