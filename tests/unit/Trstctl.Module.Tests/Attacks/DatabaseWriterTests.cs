using System.Text;
using System.Text.Json.Nodes;
using Trstctl.Module.Tests.Forgery;
using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>Whoever writes to the database: rows count nothing, and what a key's record says is not his to say.</summary>
[Trait("Attacker", "database writer")]
public sealed class DatabaseWriterTests : IDisposable
{
    private readonly Founded founded = DualLock.Prepare("Intermediate");

    public void Dispose() => founded.Dispose();

    [Fact]
    public void AnInsertedApprovalRowDoesNotCount()
    {
        founded.Run("$c = Sign (Open-It) 0, 1");
        var id = founded.Get<string>("$c.CeremonyId");
        founded.Edit("ceremony", id, row =>
        {
            var said = row["statements"]!.AsArray();
            var third = said[1]!.DeepClone();
            third["custodian"] = "Carol";
            said.Add(third);
        });

        Assert.Equal("StoreDamaged", founded.Error("Run-It $c"));
        DemandNothingOpened();
    }

    [Theory]
    [InlineData("purpose", "\"intermediate:another\"")]
    [InlineData("status", "\"Denied\"")]
    [InlineData("useBy", "\"2099-01-01T00:00:00Z\"")]
    [InlineData("groups", "[{\"name\":\"custodians\",\"needed\":1,\"voters\":[]}]")]
    public void AnEditedCeremonyIsRefusedByTheNameOfWhatDiffers(string member, string forged)
    {
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        founded.Edit("ceremony", founded.Get<string>("$c.CeremonyId"), row => row[member] = JsonNode.Parse(forged));

        var refusal = Assert.Throws<ShellException>(() => founded.Run("Run-It $c")).Error;

        Assert.StartsWith("StoreDamaged,", refusal.FullyQualifiedErrorId);
        Assert.Contains($"\"{member}\"", refusal.Exception.Message);
        DemandNothingOpened();
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("certificate")]
    public void ARosterWithALowerThresholdOrAnotherKeyIsRefused(string what)
    {
        founded.Run("$c = Sign (Open-It) 0, 1");
        founded.Edit("roster", founded.Scalar<string>("SELECT id FROM documents WHERE kind = 'roster'"), row =>
        {
            var roster = row["roster"]!.AsObject();
            if (what == "threshold")
            {
                roster["threshold"] = 2;
                return;
            }

            var people = roster["principals"]!.AsArray();
            people[2]!["signing"] = people[5]!["signing"]!.DeepClone();
        });

        Assert.Equal("StoreDamaged", founded.Error("Run-It $c"));
        DemandNothingOpened();
    }

    [Theory]
    [Trait("Conformance", "F05")]
    [InlineData("\"needed\":3", "\"needed\":1")]
    [InlineData("\"epoch\":1", "\"epoch\":2")]
    [InlineData("\"level\":\"DualLock\"", "\"level\":\"HsmQuorum\"")]
    [InlineData("\"generation\":1", "\"generation\":2")]
    [InlineData("\"custodian\":\"Erin\"", "\"custodian\":\"Zora\"")]
    public void AnAlteredHeaderOfASealedKeyIsRefused(string from, string to)
    {
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        var record = Encoding.UTF8.GetString(founded.Blob("SELECT record FROM sealed_keys"));
        Assert.Contains(from, record);
        founded.Sql("UPDATE sealed_keys SET record = $record", ("$record", Encoding.UTF8.GetBytes(record.Replace(from, to))));

        Assert.Equal("SealedKeyStale", founded.Error("Run-It $c"));
        Assert.False(founded.Get<bool>("Test-TrstLedger -ErrorAction SilentlyContinue"));
        DemandNothingOpened();
    }

    [Fact]
    [Trait("Conformance", "F05")]
    [Trait("Conformance", "N02")]
    public void TheRecordOfAnotherKeyInItsPlaceGetsNoShare()
    {
        founded.Run("$other = Make-QuorumRoot 'CN=Second'; $c = Sign (Open-It) 0, 1, 2");
        founded.Sql(
            "CREATE TEMP TABLE kept AS SELECT * FROM sealed_keys; UPDATE sealed_keys SET record = (SELECT record FROM kept WHERE "
                + "kept.key_id <> sealed_keys.key_id)");

        Assert.Equal("SealedKeyStale", founded.Error("Run-It $c"));
        DemandNothingOpened();
    }

    [Fact]
    [Trait("Conformance", "N15")]
    public async Task ASwappedReleaseIsDamageOfTheStoreAndNotTheCustodiansFault()
    {
        using var other = founded.Join("other");
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));
        Founded.Sabotage(
            other,
            "CREATE TEMP TRIGGER swap AFTER INSERT ON main.releases BEGIN UPDATE releases SET release = x'3003020101' WHERE ceremony = "
                + "NEW.ceremony; END");
        var making = Task.Run(() => founded.Shell.RunCatching("Run-It $c @{ Certificate = $ops; Timeout = '1h' }"));
        DualLock.AwaitRequest(other);
        other.RunCatching("$null = $c | Unlock-TrstCAKey -Certificate $custodians[0] -PlanDigest $c.PlanDigest");

        Founded.Sabotage(other, "DROP TRIGGER swap");
        other.Run("$custodians[1, 2, 3] | ForEach-Object { $null = $c | Unlock-TrstCAKey -Certificate $_ -PlanDigest $c.PlanDigest }");

        // It goes on with the others, and nobody is barred for it.
        Assert.Empty((await making).Errors);
        Assert.Equal(1, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.refused).Count"));
    }

    private void DemandNothingOpened() =>
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
}
