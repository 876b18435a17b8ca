namespace Trstctl.Module.Tests.Quorum;

public sealed class ConsumptionTests
{
    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q09")]
    public void ACompletedCeremonyIsRefusedAlsoAfterARestart(string operation)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $null = Run-It $c; $made = @(Get-TrstEvent ceremony.completed).Count");

        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        founded.Run("Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening");
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Complete-TrstCeremony"));
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $c 3"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent ceremony.completed).Count - $made"));
    }

    [Fact]
    [Trait("Conformance", "Q09")]
    public void TheFoundingIsConsumedToo()
    {
        using var founded = new Founded();

        Assert.Equal("CeremonyNotPending", founded.Error("$genesis | Complete-TrstCeremony"));
        Assert.Equal("RosterInvalid", founded.Error("Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)"));
    }

    [Fact]
    [Trait("Conformance", "Q09")]
    [Trait("Conformance", "F03")]
    public void AnEditedRowDoesNotMakeItPendingAgain()
    {
        using var founded = Operation.Prepare("CrossSign");
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $null = Run-It $c; Disconnect-TrstStore");

        Assert.Equal(
            1,
            founded.Sql(
                "UPDATE documents SET body = CAST(REPLACE(CAST(body AS TEXT), '\"Completed\"', '\"Pending\"') AS BLOB) WHERE kind = "
                    + "'ceremony' AND id = $id",
            ("$id", founded.Get<string>("$c.CeremonyId"))));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");

        Assert.Equal("StoreDamaged", founded.Error("Run-It $c"));
        Assert.False(founded.Get<bool>("Test-TrstLedger -ErrorAction SilentlyContinue"));
    }

    [Fact]
    [Trait("Conformance", "Q09")]
    public void DroppedProjectionsDoNotMakeItPendingAgain()
    {
        using var founded = Operation.Prepare("CrossSign");
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $null = Run-It $c; Disconnect-TrstStore");

        founded.Sql("DELETE FROM documents");
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");

        Assert.Contains(founded.Error("Run-It $c"), new[] { "CeremonyNotPending", "StoreDamaged" });
        Assert.Equal(1, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
        Assert.Equal("Completed", founded.Get<string>("(Get-TrstCeremony -Operation CrossSign).Status"));
    }

    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q09")]
    [Trait("Conformance", "N20")]
    public void OfTwoSessionsThatConsumeAtOnceExactlyOneWins(string operation)
    {
        using var founded = Operation.Prepare(operation);
        using var other = founded.Join();
        other.Run(Operation.Functions(operation));
        for (var round = 0; round < 3; round++)
        {
            founded.Run(
                "$c = Sign (Open-It @{ Reason = \"round $round\" }) 0, 1, 2; $made = @(Get-TrstEvent ceremony.completed).Count",
                ("round", round));
            other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));

            var errors = Race.Of(() => founded.Shell.ErrorIdOf("Run-It $c"), () => other.ErrorIdOf("Run-It $c"));

            Assert.Contains(errors.Single(error => error is not null), new[] { "CeremonyNotPending", "OpeningSuperseded" });
            Assert.Equal(1, founded.Get<int>("@(Get-TrstEvent ceremony.completed).Count - $made"));
            Assert.Equal(1, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
            if (operation is not ("Rotation" or "CrossSign"))
            {
                break;
            }
        }

        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "N04")]
    [Trait("Conformance", "Q09")]
    [Trait("Conformance", "F07")]
    public void AFileThatIsPutBackFromBeforeTheConsumptionIsRefusedByTheMark()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=New' -Validity 5y)) 0, 1, 2; Disconnect-TrstStore");
        Founded.Copy(founded.PathOf("store"), founded.PathOf("copy"));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening; $null = $c | New-TrstRootCA; Disconnect-TrstStore");

        Directory.Delete(founded.PathOf("store"), recursive: true);
        Founded.Copy(founded.PathOf("copy"), founded.PathOf("store"));

        Assert.Equal("LedgerForked", founded.Error("Connect-TrstStore \"$folder/store\" @opening"));
    }
}
