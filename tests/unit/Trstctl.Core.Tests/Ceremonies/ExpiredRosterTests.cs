using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Keys;
using Trstctl.Rosters;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Years without a ceremony: everybody's certificate has expired, and the roster change that replaces them still runs.</summary>
public sealed class ExpiredRosterTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R18")]
    public void ARosterChangeRunsThoughAllCertificatesHaveExpired()
    {
        var root = world.MakeQuorumRoot();
        world.Now = Person.To.AddDays(1);
        Scratch.Refused(ErrorId.CustodianExpired, () => world.StartRoot("CN=Other"));

        var people = World.Draft().Principals.ToDictionary(p => p.Name, p => Renewed(p.Name));
        var change = world.StartChange(world.Change(old => old.Select(p => With(p, people[p.Name]))));
        world.Approve(change, 0, 1, 2);
        foreach (var identity in people.Values)
        {
            world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, identity, null);
        }

        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        Assert.Equal(2, world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.Epoch));
        Assert.Equal(2, world.Key(root.KeyId!).Epoch);
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        var renewal = world.Service.Start(
            new CeremonyRequest { Operation = "Renewal", Authority = "Root" }, people["ops"]);
        foreach (var name in new[] { "Alice", "Bob", "Carol" })
        {
            world.Service.Decide(renewal.CeremonyId, Decision.Approve, renewal.PlanDigest, people[name], null);
        }

        world.Service.Execute(renewal.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = people["ops"],
            ShareHolders = [.. new[] { "Alice", "Bob", "Carol" }.Select(name => World.Holder(people[name]))],
            Timeout = TimeSpan.Zero,
        });
        Assert.Equal(CeremonyStatus.Completed, world.Look(renewal).Status);
    }

    [Fact]
    [Trait("Conformance", "R18")]
    public void ThePlanSaysFirstWhoseKeysHaveExpired()
    {
        var before = world.StartChange(world.Change(old => old.Where(p => p.Name != "Erin")));
        Assert.DoesNotContain(world.Service.Review(before.CeremonyId).Lines, line => line.Key == "EXPIRED");

        world.Now = Person.To.AddDays(1);
        var people = World.Draft().Principals.Take(2).ToDictionary(p => p.Name, p => Renewed(p.Name));
        var change = world.StartChange(world.Change(
            old => old.Where(p => p.Name != "Erin").Select(p => people.TryGetValue(p.Name, out var key) ? With(p, key) : p)));
        var lines = world.Service.Review(change.CeremonyId).Lines.TakeWhile(line => line.Key == "EXPIRED").Select(l => l.Value).ToArray();

        Assert.Equal(9, lines.Length);
        Assert.Contains(lines, l => l.StartsWith(
            "the key of Erin on the roster in force, expired since 2036-01-01", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("the key of Dave on the roster proposed", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("the key of Alice on the roster proposed", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "R18")]
    public void AnExpiredOpenerTakesBackWhatHeOpenedAndAnExpiredKeyIsRetiredByItsOwner()
    {
        world.Now = Person.To.AddHours(-1);
        var ceremony = world.StartRoot();
        world.Now = Person.To.AddHours(1);

        Assert.Equal(CeremonyStatus.Stopped, world.Service.Stop(ceremony.CeremonyId, World.Ops, "not any more").Status);
        Assert.Equal("card lost", new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "card lost").Reason);
    }

    private static Principal With(Principal entry, SigningIdentity key) => new(
        entry.Name, entry.Person, entry.Roles, key.Certificate, entry.IsCustodian ? key.Certificate : null);

    private static SigningIdentity Renewed(string name)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        return new SigningIdentity(
            CustodianKeys.Certificate(name, key, Person.From, Person.To.AddYears(3)), Pkcs8.Import(pkcs8.Bytes));
    }
}
