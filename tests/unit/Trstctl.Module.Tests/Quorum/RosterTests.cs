using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Quorum;

public sealed class RosterTests
{
    [Theory]
    [InlineData("ALICE")]
    [InlineData("  alice ")]
    [InlineData("\uff21\uff4c\uff49\uff43\uff45")]
    [InlineData("Al\u0131ce")]
    [Trait("Conformance", "Q05")]
    public void OneNameInTwoSpellingsIsOnePerson(string spelling)
    {
        using var founded = new Founded(found: false);
        founded.Run("$second = @{ Certificate = $custodians[1]; Name = $spelling }", ("spelling", spelling));

        Assert.Equal("DuplicateCustodian", founded.Error("$custodians[0], $second, $custodians[2] | New-TrstRoster -Threshold 2"));
    }

    /// <summary>Nobody tells them apart on a screen: letters of another script, capitals, digits.</summary>
    [Theory]
    [InlineData("Alice", "A1ice")]
    [InlineData("ALICE", "AIice")]
    [InlineData("Coco", "\u0421\u043e\u0441\u043e")]
    [InlineData("HOPE", "\u041d\u041e\u0420\u0415")]
    [InlineData("Nina", "\u039d\u0399\u039d\u0391")]
    [Trait("Conformance", "Q05")]
    public void NamesThatLookAlikeAreOnePerson(string one, string other)
    {
        using var founded = new Founded(found: false);
        founded.Run("$a, $b, $null = $custodians", ("one", one), ("other", other));

        Assert.Equal(
            "DuplicateCustodian",
            founded.Error("@{ Certificate = $a; Name = $one }, @{ Certificate = $b; Name = $other } | New-TrstRoster -Threshold 2"));
        Assert.Equal(
            "DuplicateCustodian",
            founded.Error("@{ Certificate = $a; Name = 'Ned'; Person = $one }, @{ Certificate = $b; Name = 'Zed'; Person = $other } "
                + "| New-TrstRoster -Threshold 2"));
    }

    [Fact]
    [Trait("Conformance", "Q05")]
    public void AccentsComposedOrNotAreOneName()
    {
        using var founded = new Founded(found: false);
        founded.Run("$pair = @{ Certificate = $custodians[0]; Name = $one }, @{ Certificate = $custodians[1]; Name = $other }",
            ("one", "Ren\u00e9e"), ("other", "RENE\u0301E"));

        Assert.Equal("DuplicateCustodian", founded.Error("$pair | New-TrstRoster -Threshold 2"));
    }

    [Fact]
    [Trait("Conformance", "Q05")]
    public void OneKeyUnderTwoNamesIsOnePerson()
    {
        using var founded = new Founded(found: false);
        var alice = (X509Certificate2)founded.Run("$custodians[0]").Single().BaseObject;
        using var key = alice.GetECDsaPrivateKey()!;
        using var again = new CertificateRequest("CN=Zoe", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        founded.Shell.Set("again", again);

        Assert.Equal("DuplicateCustodian", founded.Error("$custodians[0], $again, $custodians[1] | New-TrstRoster -Threshold 2"));
        Assert.Equal("DuplicateCustodian", founded.Error("$custodians | New-TrstRoster -Operator $again -Threshold 3"));
        Assert.Equal(
            "DuplicateCustodian",
            founded.Error(
                "$custodians[0], @{ Certificate = $custodians[1]; SealingCertificate = $again }, $custodians[2] | New-TrstRoster "
                    + "-Threshold 2"));
    }

    [Fact]
    public void AStoreIsFoundedOnce()
    {
        using var founded = new Founded(found: false);
        founded.Run(
            "$store = Initialize-TrstStore \"$folder/store\" -Protector KeyFile @opening; $c = Start-It Roster ($custodians | "
                + "New-TrstRoster -Operator $ops -Threshold 3)");

        Assert.Equal("GenesisAlreadyStarted", founded.Error("Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 4)"));
        founded.Run("$null = Sign $c 0, 1, 2, 3, 4 | Complete-TrstCeremony");
        Assert.Equal(3, founded.Get<int>("(Get-TrstRoster).Threshold"));
    }

    [Fact]
    [Trait("Conformance", "Q05")]
    public void OnePersonBehindTwoEntriesIsRefused()
    {
        using var founded = new Founded(found: false);

        Assert.Equal(
            "DuplicateCustodian",
            founded.Error(
                "$custodians[0], @{ Certificate = $custodians[1]; Person = 'aLICE' }, $custodians[2] | New-TrstRoster -Threshold 2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Al\u001bice")]
    [InlineData("Al\u202eice")]
    [InlineData("Al\u200bice")]
    [InlineData("\u0410lice")]
    [Trait("Conformance", "Q04")]
    [Trait("Conformance", "N12")]
    public void EmptyAndDeceivingNamesAreRefusedAndShownEscaped(string name)
    {
        using var founded = new Founded(found: false);
        founded.Shell.Set("name", name);

        var error =
            founded.Shell.RunCatching(
                "@{ Certificate = $custodians[1]; Name = $name }, $custodians[2] | New-TrstRoster -Threshold 2").Errors[0];

        Assert.StartsWith("NameInvalid,", error.FullyQualifiedErrorId);
        Assert.DoesNotMatch("[\u0000-\u001f\u200b\u202e]", error.Exception.Message);
    }

    [Fact]
    [Trait("Conformance", "Q06")]
    [Trait("Conformance", "P08")]
    public void AMissingThresholdIsRefused()
    {
        using var founded = new Founded(found: false, shell: new Shell(interactive: false));

        Assert.Equal("MissingMandatoryParameter", founded.Error("New-TrstRoster $custodians"));
    }

    [Fact]
    [Trait("Conformance", "Q06")]
    public void AllOfThemWarns()
    {
        using var founded = new Founded(found: false);

        Assert.Contains("one custodian", founded.Shell.RunCatching("$custodians | New-TrstRoster -Threshold 5").Warnings.Single());
        Assert.Empty(founded.Shell.RunCatching("$custodians | New-TrstRoster -Threshold 4").Warnings);
    }

    [Fact]
    [Trait("Conformance", "Q06")]
    public void ALaboratoryShowsInEveryReport()
    {
        using var founded = new Founded(found: false);
        founded.Run("""
            $store = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
            $genesis = Start-It Roster ($custodians[0, 1] | New-TrstRoster -Operator $ops -Threshold 1 -Lab)
            $null = Sign $genesis 0, 1 | Complete-TrstCeremony
            $c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)
            """);

        Assert.True(founded.Get<bool>("(Get-TrstRoster).IsLab"));
        Assert.Contains("LAB", founded.PlanOf("$genesis"));
        Assert.Contains("LAB", founded.PlanOf("$c"));
        founded.Run("Get-TrstRoster | Out-Default");
        Assert.Contains("LAB", string.Join('\n', founded.Shell.Printed).ToUpperInvariant());
        Assert.Equal("Active", founded.Get<string>("(Sign $c 1 | New-TrstRootCA).Status"));
    }
}
