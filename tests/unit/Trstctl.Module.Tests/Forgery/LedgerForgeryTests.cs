namespace Trstctl.Module.Tests.Forgery;

public sealed class LedgerForgeryTests
{
    private const string Swap = """
        UPDATE events SET seq = -1 WHERE seq = 6; UPDATE events SET seq = 6 WHERE seq = 7; UPDATE events SET seq = 7 WHERE seq = -1;
        """;

    private const string Insert = """
        UPDATE events SET seq = -seq - 1 WHERE seq >= 6; UPDATE events SET seq = -seq WHERE seq < 0;
        INSERT INTO events SELECT 6, header, salt, data FROM events WHERE seq = 5;
        """;

    [Theory]
    [Trait("Conformance", "F04")]
    [InlineData("UPDATE events SET data = (SELECT data FROM events WHERE seq = 5) WHERE seq = 6", "event 6")]
    [InlineData("UPDATE events SET header = CAST(replace(CAST(header AS TEXT), 'Bob', 'Eve') AS BLOB) WHERE CAST(header AS TEXT) LIKE "
        + "'%Bob%'", "")]
    [InlineData("UPDATE events SET salt = zeroblob(length(salt)) WHERE seq = 6", "event 6")]
    [InlineData("DELETE FROM events WHERE seq = 6", "event 6")]
    [InlineData(Swap, "event 6")]
    [InlineData(Insert, "event 6")]
    [InlineData("DELETE FROM events WHERE seq >= 6", "6")]
    [InlineData("DELETE FROM events WHERE seq >= 6; DELETE FROM checkpoints WHERE size > 6", "6")]
    [InlineData("DELETE FROM checkpoints", "checkpoint")]
    public void SaysThatAndWhereTheLedgerWasEdited(string sql, string where)
    {
        using var founded = new Founded(given: Founded.Root + "; $null = Approved Root (New-TrstCASpec 'CN=Two' -Validity 20y)");
        founded.Run("Get-TrstStore | Disconnect-TrstStore");
        Assert.True(founded.Sql(sql) > 0);

        var refusal = Assert.Throws<ShellException>(() => founded.Run("Connect-TrstStore \"$folder/store\" @opening"));

        Assert.Contains(refusal.Error.FullyQualifiedErrorId.Split(',')[0], new[] { "LedgerInvalid", "LedgerForked" });
        Assert.Contains(where, refusal.Error.Exception.Message);
    }

    [Theory]
    [Trait("Conformance", "F04")]
    [InlineData("UPDATE events SET data = (SELECT data FROM events WHERE seq = 5) WHERE seq = 6")]
    [InlineData("DELETE FROM events WHERE seq >= 6")]
    [InlineData("DELETE FROM events WHERE seq = 6")]
    public void FailsTheTestOfAnOpenConnection(string sql)
    {
        using var founded = new Founded(given: Founded.Root);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        founded.Sql(sql);

        var verdict = founded.Shell.RunCatching("Test-TrstLedger -ErrorAction Continue");

        Assert.False((bool)verdict.Output.Single().BaseObject);
        Assert.Contains("6", verdict.Errors[0].Exception.Message);
    }

    [Fact]
    [Trait("Conformance", "N04")]
    [Trait("Conformance", "Q09")]
    public void RefusesAFileThatWasPutBackAfterItsCeremonyWasConsumed()
    {
        using var founded = new Founded();
        founded.Run("$c = Approved Root (New-TrstCASpec 'CN=Root' -Validity 20y)");
        founded.Run("Get-TrstStore | Disconnect-TrstStore");
        Founded.Copy(founded.PathOf("store"), founded.PathOf("copy"));
        founded.Run(
            "$null = Connect-TrstStore \"$folder/store\" @opening; $root = Complete-TrstCeremony $c.CeremonyId; Get-TrstStore | "
                + "Disconnect-TrstStore");
        Directory.Delete(founded.PathOf("store"), recursive: true);
        Founded.Copy(founded.PathOf("copy"), founded.PathOf("store"));

        Assert.Equal("LedgerForked", founded.Error("Connect-TrstStore \"$folder/store\" @opening"));
    }

    [Fact]
    [Trait("Conformance", "F02")]
    public void DoesNotTakeAnApprovalOfAnotherCeremonyForOneOfThis()
    {
        using var founded = new Founded();
        founded.Run("""
            $spec = New-TrstCASpec 'CN=Root' -Validity 20y
            $approved = Approved Root $spec
            $c = Sign (Start-It Root $spec) 0, 1
            """);
        Assert.Equal("PlanDigestMismatch", founded.Error(
            "$c | Approve-TrstCeremony -Certificate $custodians[2] -PlanDigest $approved.PlanDigest"));
        var (from, to) = (founded.Get<string>("$approved.CeremonyId"), founded.Get<string>("$c.CeremonyId"));
        System.Text.Json.Nodes.JsonNode? theirs = null;
        founded.Edit("ceremony", from, row => theirs = row["statements"]!.DeepClone());
        founded.Edit("ceremony", to, row => row["statements"] = theirs);

        Assert.Equal("StoreDamaged", founded.Error("$c | New-TrstRootCA"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed | ForEach-Object Made).Count"));
    }
}
