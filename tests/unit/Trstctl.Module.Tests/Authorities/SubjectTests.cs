namespace Trstctl.Module.Tests.Authorities;

public sealed class SubjectTests
{
    [TheoryNeeding("openssl")]
    [Trait("Conformance", "A08")]
    [InlineData("CN=Zürich Wurzel-Ä,O=Müller & Söhne,C=CH")]
    [InlineData("CN=根証明書,O=例え,C=JP")]
    [InlineData("serialNumber=42+CN=Root,O=Contoso,C=DE")]
    [InlineData("CN=Comma\\, Inc. \\\"quoted\\\",DC=corp,DC=example")]
    public void MakesWhatTheNameSaysAndOthersRead(string subject)
    {
        using var founded = new Founded();
        founded.Run("$root = Make-Root $subject", ("subject", subject));

        var root = founded.Certificate("$root");
        Verifiers.Accepts(founded, root);
        Assert.Equal(subject, founded.Get<string>("$root.Subject"));
        Assert.True(founded.Get<bool>("(Get-TrstCA $root.Name).AuthorityId -eq $root.AuthorityId"));
    }

    [Fact]
    [Trait("Conformance", "A08")]
    public void KeepsTheUpperBoundOfSixtyFourCharacters()
    {
        using var founded = new Founded();
        var longest = new string('ä', 64);
        founded.Run("$root = Make-Root $subject", ("subject", "CN=" + longest));

        Assert.Equal(longest, founded.Get<string>("$root.Name"));
        founded.Shell.Set("subject", "CN=" + longest + "b");
        Assert.Equal("SpecInvalid", founded.Error("New-TrstCASpec $subject -Validity 1y"));
    }

    [Fact]
    [Trait("Conformance", "A08")]
    public void RefusesASecondAuthorityOfTheSameNameWhenPlannedAndWhenRun()
    {
        using var founded = new Founded();
        founded.Run("""
            $one = Approved Root (New-TrstCASpec 'CN=Root,O=One' -Validity 20y)
            $two = Approved Root (New-TrstCASpec 'CN=ROOT,O=One' -Validity 20y)
            $root = $one | New-TrstRootCA
            """);

        Assert.Equal("AuthorityExists", founded.Error("$two | New-TrstRootCA"));
        Assert.Equal("AuthorityExists", founded.Error("Start-It Root (New-TrstCASpec 'CN=Root,O=One' -Validity 20y)"));
        Assert.Equal(1, founded.Scalar<int>("SELECT count(*) FROM sealed_keys"));
    }
}
