using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class SealedRecordTests
{
    [Fact]
    [Trait("Conformance", "F05")]
    public void AnotherKeysRecordInItsPlaceIsRefused()
    {
        using var world = new World();
        var (one, other) = (world.MakeRoot("CN=One"), world.MakeRoot("CN=Other"));
        var ceremony = ApprovedIntermediate(world, "One");
        Sql(
            world,
            $"UPDATE sealed_keys SET record = (SELECT record FROM sealed_keys WHERE key_id = '{other.KeyId}') WHERE key_id = "
                + $"'{one.KeyId}'");

        var refusal = Assert.Throws<TrstException>(() => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal(ErrorId.SealedKeyStale, refusal.Id);
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
    }

    [Fact]
    [Trait("Conformance", "F05")]
    public void AMissingRecordIsRefused()
    {
        using var world = new World();
        world.MakeRoot("CN=One");
        var ceremony = ApprovedIntermediate(world, "One");
        Sql(world, "DELETE FROM sealed_keys");

        var refusal = Assert.Throws<TrstException>(() => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal(ErrorId.SealedKeyInvalid, refusal.Id);
    }

    [Fact]
    [Trait("Conformance", "F06")]
    public void AnAuthorityRowThatNamesAnotherKeyIsRefused()
    {
        using var world = new World();
        var (one, other) = (world.MakeRoot("CN=One"), world.MakeRoot("CN=Other"));
        var ceremony = ApprovedIntermediate(world, "One");
        var opened = world.Custody.Opened;
        Sql(
            world,
            $"UPDATE documents SET body = CAST(replace(CAST(body AS TEXT), '{one.KeyId}', '{other.KeyId}') AS BLOB) WHERE kind = "
                + $"'authority' AND id = '{one.AuthorityId}'");

        var refusal = Assert.Throws<TrstException>(() => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal(ErrorId.StoreDamaged, refusal.Id);
        Assert.Contains("keyId", refusal.Message);
        Assert.Equal(opened, world.Custody.Opened);
    }

    [Fact]
    [Trait("Conformance", "F06")]
    public void AnAuthorityThatNoCeremonyApprovedDoesNotExist()
    {
        using var world = new World();
        var root = world.MakeRoot("CN=Root");
        var forged = world.Approve(world.StartRoot("CN=Forged"), 0, 1);
        world.Forge(forged.CeremonyId, world.Completed(forged, new Completion(forged.PlanDigest, []) { Artefacts = [root.Certificate] }));

        Assert.Equal("the quorum is not there", world.Void());
        Scratch.Refused(ErrorId.AuthorityNotFound, () => ApprovedIntermediate(world, "Forged"));
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
    }

    private static CeremonyRecord ApprovedIntermediate(World world, string issuer) => world.Approve(
        world.Service.Start(
            new CeremonyRequest { Operation = "Intermediate", Spec = World.IntermediateSpec(), Issuer = issuer }, World.Ops), 0, 1, 2);

    private static void Sql(World world, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
