namespace Trstctl.Module.Tests.ShellBehaviours;

public sealed class ConsentTests
{
    private const string Open = "$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)";

    [Fact]
    [Trait("Conformance", "P04")]
    public void ConsentIsAskedOnceWithThePlanInWordsAndNoAsDefault()
    {
        using var founded = new Founded();
        founded.Run(Open);
        founded.Shell.Prompts.Enqueue("Yes");

        Assert.Equal("1 of 3", founded.Get<string>("($c | Approve-TrstCeremony -Certificate $custodians[0]).Approved"));

        var question = founded.Shell.Prompted.Single();
        Assert.StartsWith("Approve this plan?", question);
        foreach (var word in new[]
            { "MAKE A ROOT CA", "signs as           Alice", "CN=Root", "P384", "3 of 5", founded.Get<string>("$c.PlanDigest") })
        {
            Assert.Contains(word, question);
        }

        Assert.Equal(1, founded.Shell.Defaults.Single());
    }

    [Fact]
    [Trait("Conformance", "P04")]
    public void NoSignsNothing()
    {
        using var founded = new Founded();
        founded.Run(Open + "; $events = @(Get-TrstEvent).Count");
        founded.Shell.Prompts.Enqueue("No");

        Assert.Equal("ConsentRefused", founded.Error("$c | Approve-TrstCeremony -Certificate $custodians[0]"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
    }

    [Theory]
    [InlineData("Approve-TrstCeremony -Certificate $custodians[0]")]
    [InlineData("Deny-TrstCeremony -Certificate $custodians[0] -Reason no")]
    [InlineData("Revoke-TrstApproval -Certificate $custodians[1] -Reason no")]
    [Trait("Conformance", "P08")]
    public void WhereNobodyCanBeAskedNothingIsSigned(string command)
    {
        using var founded = new Founded(shell: new Shell(interactive: false));
        founded.Run(Open + "; $c = Sign $c 1; $events = @(Get-TrstEvent).Count");
        var unasked = founded.Shell.Prompted.Count;

        Assert.Equal(0, unasked);
        Assert.Equal("ConsentUnavailable", founded.Error("$c | " + command));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        founded.Run("$null = $c | " + command + " -PlanDigest $c.PlanDigest");
        Assert.Equal(1, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
    }

    [Fact]
    [Trait("Conformance", "P08")]
    public void AWholeDayRunsWithoutAQuestion()
    {
        using var founded = new Founded(shell: new Shell(interactive: false));

        founded.Run("""
            $root = Make-Root
            $null = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y) @{ Issuer = $root } | New-TrstIntermediateCA
            $null = Approved Rotation $root | Invoke-TrstCARotation
            Disconnect-TrstStore
            """);

        Assert.Empty(founded.Shell.Prompted);
        Assert.Equal("SecretMissing", founded.Error("Connect-TrstStore \"$folder/store\" -ClientStatePath \"$folder/client\""));
        Assert.Empty(founded.Shell.Prompted);

        // The host alone knows that nobody is there.
        Assert.Equal("SecretMissing", founded.Error("New-TrstCustodianKey Zoe -Path $folder"));
        Assert.Single(founded.Shell.Prompted);
    }

    [Fact]
    [Trait("Conformance", "P04")]
    public void ConfirmAsksInWordsAPersonWouldSay()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=One' -Validity 5y)) 0, 1, 2");
        founded.Shell.Prompts.Enqueue("No");

        Assert.Empty(founded.Run("$c | New-TrstRootCA -Confirm"));

        var question = founded.Shell.Prompted.Single();
        Assert.Contains("Execute the approved plan " + founded.Get<string>("$c.PlanDigest.Substring(0, 16)"), question);
        Assert.Contains(" as ops", question);
        Assert.Contains("Root \"CN=One\"", question);
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
    }

    [Theory]
    [InlineData("Approve-TrstCeremony -Certificate $custodians[0]", "CeremonyNotPending")]
    [InlineData("Approve-TrstCeremony", "SelfApproval")]
    [Trait("Conformance", "P04")]
    public void WhatIsRefusedIsNotConfirmed(string command, string refusal)
    {
        using var founded = new Founded();
        founded.Run(Open + "; $c = $c | Deny-TrstCeremony -Certificate $custodians[0] -Reason no -PlanDigest $c.PlanDigest");

        Assert.Equal(refusal, founded.Error($"$c | {command} -Confirm"));
        Assert.Empty(founded.Shell.Prompted);
        founded.Run($"$events = @(Get-TrstEvent).Count; $null = $c | {command} -WhatIf");
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
    }

    [Fact]
    [Trait("Conformance", "P04")]
    public void WhoMayNotSuspendIsNotAskedWhetherHeMeansIt()
    {
        using var founded = new Founded();

        Assert.Equal("RoleMissing", founded.Error("Suspend-TrstTenant -Certificate $ops -Reason no"));
        Assert.Empty(founded.Shell.Prompted);
    }

    [Fact]
    [Trait("Conformance", "P04")]
    public void WhoSignsSeesHisOwnKey()
    {
        using var founded = new Founded();
        founded.Run(Open);
        founded.Shell.Prompts.Enqueue("No");

        founded.Error("$c | Approve-TrstCeremony -Certificate $custodians[0]");

        var question = string.Join(" ", founded.Shell.Prompted.Single().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            founded.Get<string>("$him = (Get-TrstRoster).Custodian[0]; \"signs as $him with the key $($him.KeyWords)\""), question);
        Assert.Contains(founded.Get<string>("$him.Thumbprint"), question);
        Assert.EndsWith(founded.Get<string>("\"Approve $($c.Id), CN=Root, as Alice?\""), question);
    }
}
