namespace Trstctl.Module.Tests.Quorum;

/// <summary>A roster changes by the old quorum, the new quorum and everybody whose key is new; keys under shares follow it.</summary>
public sealed class RosterChangeTests : IDisposable
{
    private readonly Founded founded = RosterChange.Prepare();

    public void Dispose() => founded.Dispose();

    [Fact]
    public void AddingNeedsTheOldQuorumTheNewQuorumAndTheJoinersProof()
    {
        founded.Run("$c = Sign (Change @{ Add = $fay; Threshold = 4 }) 0, 1");
        Assert.Contains("2 of 3 approvals", Refusal());
        Assert.Contains("(old roster)", Refusal());

        founded.Run("$c = Sign $c 2");
        Assert.Contains("3 of 4 approvals", Refusal());
        Assert.Contains("(new roster)", Refusal());

        founded.Run("$c = Sign $c 3");
        Assert.Contains("0 of 1 approvals", Refusal());
        Assert.Contains("(new and changed keys)", Refusal());
        Assert.Equal("Fay", founded.Get<string>("(Get-TrstCeremony $c).WaitingFor -join ' '"));

        founded.Run("$c = Sign $c 5; $null = $c | Complete-TrstCeremony @share");
        Assert.Equal("2: 4 of 6", founded.Get<string>("$r = Get-TrstRoster; \"$($r.Epoch): $($r.Quorum)\""));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void WhoJoinsOpensTheKeyAndAShareOfTheEpochBeforeCountsNoMore()
    {
        founded.Run("""
            $null = Sign (Change @{ Add = $fay; Remove = 'Erin' }) 0, 1, 2, 5 | Complete-TrstCeremony @share
            $c = Sign (Open-It) 0, 1, 5
            """);

        Assert.Single(founded.Run("@(Get-TrstEvent ceremony.completed)[-1].Made -match '^key .*, generation 2,'"));
        Assert.Equal(1, founded.Scalar<int>("SELECT COUNT(*) FROM sealed_keys WHERE generation = 2"));
        Assert.Equal("NotOnRoster", founded.Error("Run-It $c @{ ShareHolder = $custodians[0], $custodians[1], $custodians[4] }"));
        Assert.Equal("NotOnRoster", founded.Error("Sign $c 4"));
        Assert.Equal(
            "NotOnRoster", founded.Error("New-TrstCASpec 'CN=Z' -Validity 5y | Start-TrstCeremony Root -Certificate $custodians[4]"));
        Assert.Equal("NotOnRoster", founded.Error("Suspend-TrstTenant -Confirm:$false -Reason mine -Certificate $custodians[4]"));
        Assert.Equal("Active", founded.Get<string>("(Run-It $c @{ ShareHolder = $custodians[5], $custodians[1], $custodians[2] }).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void AnOldRecordOfTheKeyThatIsPutBackIsRefused()
    {
        var kept = founded.PathOf("kept.db");
        founded.Run("Disconnect-TrstStore");
        founded.Sql("ATTACH $kept AS old; CREATE TABLE old.kept AS SELECT * FROM sealed_keys", ("$kept", kept));
        founded.Run("""
            $store = Connect-TrstStore "$folder/store" @opening
            $null = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2 | Complete-TrstCeremony @share
            $c = Sign (Open-It) 0, 1, 2; Disconnect-TrstStore
            """);

        founded.Sql(
            "ATTACH $kept AS old; UPDATE sealed_keys SET record = (SELECT record FROM old.kept WHERE kept.key_id = sealed_keys.key_id)",
            ("$kept", kept));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");

        Assert.Equal("SealedKeyStale", founded.Error("Run-It $c"));
    }

    [Fact]
    public void AKeyIsReplacedByItsOwnerProvingTheNewOne()
    {
        founded.Run("$c = Sign (Change @{ Replace = @{ Bob = $bob2 } }) 0, 1, 2, 3");

        Assert.Contains("(new and changed keys)", Refusal());
        Assert.Contains("NEW KEY", founded.PlanOf("$c"));
        founded.Run("$null = Sign $c 6 | Complete-TrstCeremony @share; $d = Open-It");

        Assert.Equal("NotOnRoster", founded.Error("Sign $d 1"));
        Assert.Equal("NotOnRoster", founded.Error("Run-It (Sign $d 0, 6, 2)"));
        Assert.Equal("Active", founded.Get<string>("(Run-It $d @{ ShareHolder = $custodians[0], $custodians[6], $custodians[2] }).Status"));
    }

    [Fact]
    public void WhoJoinsIsAskedUnderTheNameThatThePlanGivesHim()
    {
        founded.Run("$c = Change @{ Add = @{ Certificate = $fay; Name = 'Zoe' }; Threshold = 4 }");
        Assert.Contains("Zoe: custodian, person Zoe, certificate of \"Fay\", key ", founded.PlanOf("$c"));
        founded.Shell.Prompts.Enqueue("Yes");

        Assert.Equal("Zoe", founded.Get<string>("($c | Approve-TrstCeremony -Certificate $fay).ApprovedBy"));
        Assert.EndsWith(" as Zoe?", founded.Shell.Prompted.Single().TrimEnd());
    }

    [Fact]
    [Trait("Conformance", "Q06")]
    public void TheThresholdFallsOnlyByThisAndNeverBelowTheFloor()
    {
        foreach (var m in new[] { -1, 0, 1, 2, 6, 256 })
        {
            founded.Shell.Set("m", m);
            Assert.Equal("ThresholdOutOfRange", founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Threshold $m"));
        }

        Assert.Contains("one custodian", founded.Shell.RunCatching("New-TrstRoster -Base (Get-TrstRoster) -Threshold 5").Warnings.Single());
        founded.Run("$null = Sign (Change @{ Threshold = 4 }) 0, 1, 2, 3 | Complete-TrstCeremony @share; $c = Change @{ Threshold = 3 }");
        Assert.Contains("3 of 5 custodians (was 4 of 5)", founded.PlanOf("$c"));
        founded.Run("$c = Sign $c 0, 1, 2");
        Assert.Contains("3 of 4 approvals", Refusal());
        founded.Run(
            "$null = Sign $c 3 | Complete-TrstCeremony -ShareHolder $custodians[0], $custodians[1], $custodians[2], $custodians[3]");
        Assert.Equal("3 of 5", founded.Get<string>("(Get-TrstRoster).Quorum"));
        Assert.Equal("Active", founded.Get<string>("(Run-It (Sign (Open-It) 2, 3, 4)).Status"));
    }

    [Fact]
    [Trait("Conformance", "Q05")]
    public void NobodyJoinsUnderASecondSpelling()
    {
        Assert.Equal(
            "DuplicateCustodian", founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Add @{ Certificate = $fay; Name = ' aLICE' }"));
        Assert.Equal(
            "DuplicateCustodian", founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Add @{ Certificate = $fay; Person = 'BOB' }"));
        Assert.Equal(
            "DuplicateCustodian",
            founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Add @{ Certificate = $custodians[0]; Name = 'Zoe' }"));
        Assert.Equal("NotOnRoster", founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Remove Zoe"));
    }

    [Fact]
    [Trait("Conformance", "N07")]
    public void AChangeVoidsWhatWasPendingAndIsTheOnlyOneOfItsEpoch()
    {
        founded.Run("""
            $c = Sign (Open-It) 0, 1, 2
            $one = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2
            $two = Sign (Change @{ Remove = 'Dave' }) 0, 1, 2
            $draft = New-TrstRoster -Base (Get-TrstRoster) -Remove Carol
            $null = $one | Complete-TrstCeremony @share
            """);

        Assert.Equal("Voided Voided", founded.Get<string>("\"$((Get-TrstCeremony $c).Status) $((Get-TrstCeremony $two).Status)\""));
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("$two | Complete-TrstCeremony @share"));
        Assert.Equal("EpochSuperseded", founded.Error("Start-It Roster $draft"));
        Assert.Equal("2", founded.Get<string>("(Get-TrstRoster).Epoch"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent key.*, ceremony.completed).Count"));
    }

    [Fact]
    [Trait("Conformance", "N07")]
    public void AKeyThatCameAfterThePlanRefusesIt()
    {
        founded.Run("$c = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2; $null = Make-QuorumRoot 'CN=Later'");

        Assert.Equal("RosterInvalid", founded.Error("$c | Complete-TrstCeremony @share"));
        Assert.Equal("1", founded.Get<string>("(Get-TrstRoster).Epoch"));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void WhoIsRemovedHasNoVeto()
    {
        founded.Run("""
            $c = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2
            $c = $c | Deny-TrstCeremony -Certificate $custodians[4] -Reason 'not me' -PlanDigest $c.PlanDigest
            """);

        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal(1, founded.Get<int>("@($c | Get-TrstEvent ceremony.denied).Count"));
        founded.Run("$null = $c | Complete-TrstCeremony @share");
        Assert.Equal("3 of 4", founded.Get<string>("(Get-TrstRoster).Quorum"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "R19")]
    public void AKeyThatNothingOpensIsLeftBehindAndSaysSo()
    {
        founded.Sql("DELETE FROM sealed_keys WHERE generation = 1");
        founded.Run("""
            $next = New-TrstRoster -Base (Get-TrstRoster) -Remove Erin
            $c = Sign (Start-TrstCeremony Roster $next -LeaveBehind (Get-TrstCA Parent) -Certificate $ops) 0, 1, 2
            """);

        Assert.Contains("LEFT BEHIND", founded.PlanOf("$c"));
        founded.Run("$null = $c | Complete-TrstCeremony");
        Assert.Equal("3 of 4", founded.Get<string>("(Get-TrstRoster).Quorum"));
        Assert.True(founded.Get<bool>("(Get-TrstCA Parent).KeyLost -and (Get-TrstCA Parent).LevelNote -match 'nothing opens it'"));
        Assert.Equal("KeyLost", founded.Error("Open-It"));
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony Retire Parent -LeaveBehind Parent -Certificate $ops"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "R19")]
    public void AKeyWhoseNewSharesAreGoneIsSharedAnewFromTheDealingBefore()
    {
        Assert.Equal("RosterInvalid", founded.Error("Start-TrstCeremony Roster (New-TrstRoster -Base (Get-TrstRoster) -Remove Erin) "
            + "-FromDealingBefore Parent -Certificate $ops"));
        founded.Run("$null = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2 | Complete-TrstCeremony @share");
        founded.Sql("DELETE FROM sealed_keys WHERE generation = 2");
        founded.Run("""
            $next = New-TrstRoster -Base (Get-TrstRoster) -Remove Dave
            $c = Sign (Start-TrstCeremony Roster $next -FromDealingBefore (Get-TrstCA Parent) -Certificate $ops) 0, 1, 2
            """);

        Assert.Contains("FROM THE DEALING BEFORE", founded.PlanOf("$c"));
        founded.Run("$null = $c | Complete-TrstCeremony @share");
        Assert.Equal("3 of 3", founded.Get<string>("(Get-TrstRoster).Quorum"));
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony Retire Parent -FromDealingBefore Parent -Certificate $ops"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void WhoStaysHasAVeto()
    {
        founded.Run("""
            $c = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2
            $c = $c | Deny-TrstCeremony -Certificate $custodians[3] -Reason 'leave her' -PlanDigest $c.PlanDigest
            """);

        Assert.Equal("Denied", founded.Get<string>("$c.Status"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Complete-TrstCeremony @share"));
    }

    private string Refusal()
    {
        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | Complete-TrstCeremony @share")).Error;
        Assert.StartsWith("QuorumNotMet,", refusal.FullyQualifiedErrorId);
        return refusal.Exception.Message;
    }
}
