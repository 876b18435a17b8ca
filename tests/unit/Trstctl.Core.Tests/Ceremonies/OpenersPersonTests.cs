using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Rosters;
using Trstctl.State;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>In a roster change, too, the opener's own entry counts nowhere as consent: as the roster in force has it, whatever the next
/// one makes of it.</summary>
public sealed class OpenersPersonTests : IDisposable
{
    private readonly World world = new();

    public OpenersPersonTests()
    {
        // Alice has two entries: the custodian's, and the operator's.
        var change = world.Approve(
            world.StartChange(world.Change(people => people.Select(p => p.Name != "ops"
                ? p
                : new Principal("ops", "Alice", p.Roles, p.SigningCertificate, null)))),
            1, 2, 3);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        Scratch.Refused(ErrorId.SelfApproval, () => world.Approve(world.StartRoot(), 0));
    }

    public void Dispose() => world.Dispose();

    /// <summary>Her old key under a new certificate joins, so that her next entry speaks for the old one.</summary>
    [Fact]
    [Trait("Conformance", "Q03")]
    public void TheOpenersEntryIsNoConsentUnderANewPersonsName()
    {
        var again = Again(World.Custodians[0], "Alice");
        var change = world.StartChange(world.Change(people => people.Select(p => p.Name != "Alice"
            ? p
            : new Principal("Alice", "Alicia", p.Roles, again.Certificate, again.Certificate))));
        Approve(change, again);
        change = world.Approve(change, 1, 2);

        DemandMissing(change);
        Assert.Equal("Alicia", Current().Find("Alice")!.Person);
    }

    public static TheoryData<string> Entries =>
    [
        "its key under another name", "its name with another key", "its sealing key at another name and key",
    ];

    /// <summary>The next roster wants four; with Bob, Carol and Dave there are three.</summary>
    [Theory]
    [MemberData(nameof(Entries))]
    [Trait("Conformance", "Q03")]
    public void AnEntryThatComesOfTheOpenersCountsNotForTheNextRosterEither(string what)
    {
        var (alice, stranger) = (World.Custodians[0], Person.Create("Frank"));
        var (name, key, sealing) = what switch
        {
            "its key under another name" => ("Alicia", alice, null),
            "its name with another key" => ("Alice", stranger, stranger),
            _ => ("Frank", stranger, alice),
        };
        var entry = new Principal(name, "Alicia", PrincipalRoles.Custodian, key.Certificate, sealing?.Certificate);
        var change = world.StartChange(world.Change(people => people.Where(p => p.Name != "Alice").Append(entry), threshold: 4));
        if (key == alice)
        {
            // Her client would speak for the entry that is to go.
            world.Forge(change.CeremonyId, world.Word(change, 0, said => said with { Custodian = name, Epoch = 3 }));
        }
        else
        {
            Approve(change, key, sealing);
        }

        change = world.Approve(change, 1, 2, 3);
        Assert.Equal(4, change.Approvals.Count);

        Assert.Contains("(new roster)", DemandMissing(change), StringComparison.Ordinal);
        Assert.Equal("Alicia", Current().Find(name)!.Person);
    }

    // Refused at the gate and void in the replay, until one more person agrees.
    private string DemandMissing(CeremonyRecord change)
    {
        var refused = Scratch.Refused(
            ErrorId.QuorumNotMet, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present()));
        ForgedChange.Complete(world, world.Look(change));
        Assert.Equal("the quorum is not there", world.Void());
        world.Service.Execute(world.Approve(change, 4).CeremonyId, new ExpectedPlan(), World.Present());
        return refused.Message;
    }

    private void Approve(CeremonyRecord change, SigningIdentity key, SigningIdentity? sealing = null) =>
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, key, null, sealing: sealing);

    private Roster Current() => world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster);

    // The same key under another certificate.
    private static SigningIdentity Again(SigningIdentity identity, string name)
    {
        var pkcs8 = ((System.Security.Cryptography.ECDsa)identity.Key).ExportPkcs8PrivateKey();
        using var key = SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.EcdsaP256);
        return new SigningIdentity(CustodianKeys.Certificate(name, key, Person.From, Person.To.AddDays(1)), Pkcs8.Import(pkcs8));
    }
}
