namespace Trstctl.Module.Tests.Quorum;

/// <summary>A key under shares asks for both: m approvals of the plan, and m shares at the opening.</summary>
public sealed class DualLockGateTests
{
    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q01")]
    public void SharesWithoutApprovalsOpenNothingAndBothTogetherDo(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1; $keys0 = @(Get-TrstEvent key.share-released, ceremony.completed).Count");

        var refusal = Assert.Throws<ShellException>(() => founded.Run("Run-It $c")).Error;

        Assert.StartsWith("QuorumNotMet,", refusal.FullyQualifiedErrorId);
        Assert.Contains("2 of 3 approvals", refusal.Exception.Message);
        founded.Run("$c = Sign $c 2");
        Assert.Equal("SharesMissing", founded.Error("Run-It $c @{ Timeout = 0 }"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.share-released, ceremony.completed).Count - $keys0"));
        founded.Run("$null = Run-It $c");
        Assert.Equal("Completed", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q02")]
    [Trait("Conformance", "Q03")]
    [Trait("Conformance", "Q04")]
    public void NobodyCountsTwiceAndNoStrangerCounts(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("""
            $stranger = @{ Certificate = $falseAlice }
            $c = Sign (Open-It) 0, 1; $events = @(Get-TrstEvent).Count; $c = Sign $c 1, 0
            """);

        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        Assert.Equal("NotOnRoster", founded.Error("$c | Approve-TrstCeremony -PlanDigest $c.PlanDigest @stranger"));
        Assert.Contains(
            founded.Error("$c | Approve-TrstCeremony -PlanDigest $c.PlanDigest -Certificate $ops"),
            new[] { "RoleMissing", "SelfApproval" });
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c"));
        founded.Run("$c = Sign $c 2");
        Assert.Equal("NotOnRoster", founded.Error("Run-It $c @{ Certificate = $ops; ShareHolder = $stranger }"));
        Assert.Equal("RoleMissing", founded.Error("Run-It $c @{ ShareHolder = $ops }"));
        Assert.Equal("NotOnRoster", founded.Error("Run-It $c @{ ShareHolder = $stranger }"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed, key.share-released).Count"));
        founded.Run("$null = Run-It $c");
    }

    [Fact]
    [Trait("Conformance", "Q03")]
    public void TheOpenersApprovalIsRefusedThoughHisShareIsAtHand()
    {
        using var founded = DualLock.Prepare("Intermediate");
        founded.Run(
            "$c = New-TrstCASpec 'CN=New' -Validity 5y | Start-TrstCeremony Intermediate -Issuer Parent -Certificate $custodians[0]");

        Assert.Equal("SelfApproval", founded.Error("Sign $c 0"));
        Assert.Equal("QuorumNotMet", founded.Error("Run-It (Sign $c 1, 2)"));
        Assert.Equal("Active", founded.Get<string>("(Run-It (Sign $c 3) ($share + @{ Certificate = $custodians[0] })).Status"));
    }

    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q07")]
    public void ForAnotherPurposeNoShareIsAskedFor(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $keys0 = @(Get-TrstEvent key.*, ceremony.completed).Count");

        Assert.Equal("PurposeMismatch", founded.Error("$c | New-TrstRootCA @share"));
        Assert.Equal("PurposeMismatch", founded.Error("$c | Complete-TrstCeremony -Operation Resume @share"));
        Assert.Equal("PurposeMismatch", founded.Error(operation switch
        {
            "Intermediate" => "$c | New-TrstIntermediateCA @share -Spec (New-TrstCASpec 'CN=New' -Validity 5y -Custody Quorum)",
            "CrossSign" => "$c | Add-TrstCrossSignature @share -Target $parent",
            "Rotation" or "RotationBelow" => "$c | Invoke-TrstCARotation @share -CA Other",
            _ => "$c | New-TrstIntermediateCA @share",
        }));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $keys0"));
        founded.Run("$null = Run-It $c");
    }

    [Fact]
    [Trait("Conformance", "Q08")]
    public void CustodyIsPartOfThePurpose()
    {
        using var founded = DualLock.Prepare("Intermediate");

        Assert.True(founded.Get<bool>("""
            $one, $two, $three = 'Quorum', 'Quorum', 'Operational' | ForEach-Object {
                (Start-It Intermediate (New-TrstCASpec 'CN=X' -Validity 5y -Custody $_) @{ Issuer = 'Parent' }).Purpose
            }
            $one -ceq $two -and $one -cne $three
            """));
    }

    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q10")]
    public void PastTheClocksNeitherApprovalsNorSharesAreTaken(string operation)
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = DualLock.Prepare(operation, () => now);
        founded.Run(
            "$late = Sign (Open-It @{ GatherBy = '1h'; UseBy = '9h' }) 0, 1; $c = Sign (Open-It @{ GatherBy = '1h'; UseBy = '2h' }) 0, "
                + "1, 2; $keys0 = @(Get-TrstEvent key.*, ceremony.completed).Count");

        now += TimeSpan.FromHours(2);
        Assert.Equal("CeremonyExpired", founded.Error("Sign $late 2"));
        now += TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);

        Assert.Equal("CeremonyExpired", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("Stop-TrstCeremony $c -Certificate $ops -Reason 'too late'"));
        now -= TimeSpan.FromMinutes(4);
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Unlock-TrstCAKey -Certificate $custodians[0]"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $keys0"));
    }

    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q11")]
    public void ARefusalStandsAgainstSharesAtHand(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("""
            $denied, $stopped, $withdrawn = 1..3 | ForEach-Object { Sign (Open-It @{ Reason = "$_" }) 0, 1, 2 }
            $null = $denied | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $denied.PlanDigest
            $null = $stopped | Stop-TrstCeremony -Certificate $ops -Reason no
            $null = $withdrawn | Revoke-TrstApproval -Certificate $custodians[2] -Reason no -PlanDigest $withdrawn.PlanDigest
            $keys0 = @(Get-TrstEvent key.*, ceremony.completed).Count
            """);

        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $denied"));
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $stopped"));
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $withdrawn"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $keys0"));
        founded.Run("$withdrawn = Sign $withdrawn 3");
        Assert.Equal("AlreadyDecided", founded.Error("Run-It $withdrawn"));
        founded.Run("$null = Run-It $withdrawn @{ ShareHolder = $custodians[0], $custodians[1], $custodians[3] }");
    }
}
