using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What a roster change makes different stands in its plan in words: whoever approves reads it there.</summary>
public sealed class PlanWordsTests : IDisposable
{
    private static readonly SigningIdentity Other = Person.Create("Other");
    private static readonly string SealingWords = PgpWords.Recognise(Digest.Of(Other.Spki));
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    public static TheoryData<string, string[]> Changes => new()
    {
        { "nothing", [] },
        { "signing key", ["; NEW KEY"] },
        { "sealing key", ["; NEW SEALING KEY", ", sealing key " + SealingWords] },
        { "share in a file", ["; NO SEALING KEY", ", share in a file"] },
        { "certificate", ["; NEW CERTIFICATE"] },
        { "role", ["; NEW ROLE", "operator, person Erin"] },
        { "person", ["; NEW PERSON, was Erin", "person Erika"] },
        { "person and certificate", ["; NEW PERSON, was Erin", "; NEW CERTIFICATE"] },
        { "role and key", ["; NEW KEY", "; NEW ROLE"] },
        { "joins", ["; JOINS"] },
        { "leaves", ["LEAVES"] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    [Trait("Conformance", "R12")]
    public void EveryChangeOfAnEntryIsSaid(string what, string[] words)
    {
        var draft = world.Change(
            people => people.SelectMany(p => p.Name == "Erin" ? Next(what, p) : [p]), threshold: what == "joins" ? 4 : 3);
        var entry = Entry(Review(draft), what == "joins" ? "Frank" : "Erin");

        Assert.All(words, word => Assert.Contains(word, entry, StringComparison.Ordinal));
        Assert.Equal(
            words.Count(word => word.StartsWith("; ", StringComparison.Ordinal)), entry.Split("; ").Length - 1);
    }

    [Fact]
    [Trait("Conformance", "R12")]
    public void AChangedPolicyIsSaidWithWhatItWas()
    {
        var same = Line(Review(world.Change(people => people)), "policy");
        Assert.Equal("roots may be held in Operational custody", same);

        Assert.Equal(
            "roots are held in Quorum custody; CHANGES, was: roots may be held in Operational custody",
            Line(Review(world.Change(people => people, policy: new RosterPolicy())), "policy"));

        Assert.Equal(
            "roots may be held in Operational custody, LAB: a threshold below the floor is allowed; CHANGES, was: " + same,
            Line(Review(world.Change(people => people, policy: new RosterPolicy(AllowsOperationalRoots: true, IsLab: true))), "policy"));
    }

    [Fact]
    public void PlansForTheSameNameAreSaidAndPushNothingOffTheScreen()
    {
        var plan = world.StartRoot();
        for (var i = 0; i < 3; i++)
        {
            world.StartRoot();
        }

        Assert.Equal(3, SameName(plan).Length);
        Assert.All(SameName(plan), line => Assert.StartsWith("Root ", line, StringComparison.Ordinal));
        world.StartRoot();
        world.StartRoot();
        Assert.Equal((4, "2 more plans make a CA of this name too"), (SameName(plan).Length, SameName(plan)[3]));
    }

    [Fact]
    [Trait("Conformance", "R12")]
    public void AChangedThresholdIsSaidWithWhatItWas() => Assert.Equal(
        "4 of 5 custodians (was 3 of 5)", Line(Review(world.Change(people => people, threshold: 4)), "threshold"));

    [Fact]
    [Trait("Conformance", "R12")]
    public void TheFirstRosterReadsAsAFounding()
    {
        var founding = world.Service.Review(world.Genesis.CeremonyId);
        var lines = founding.Lines.Select(line => KeyValuePair.Create(line.Key, line.Value)).ToArray();

        Assert.Equal("FOUND THIS TENANT", founding.Headline);
        Assert.Equal(world.Connection.TenantId, Line(lines, "tenant id"));
        Assert.Equal(world.Connection.TenantWords, Line(lines, "write down"));
        Assert.Equal(16, Line(lines, "write down").Split(' ').Length);
        Assert.Contains(
            $"key {PgpWords.Recognise(Digest.Of(World.Custodians[0].Spki))}", Entry(lines, "Alice"), StringComparison.Ordinal);
    }

    private IReadOnlyList<KeyValuePair<string, string>> Review(RosterDraft draft) =>
        [.. world.Service.Review(world.StartChange(draft).CeremonyId).Lines.Select(line => KeyValuePair.Create(line.Key, line.Value))];

    private string[] SameName(CeremonyRecord plan) => world.Service.Review(plan.CeremonyId).Lines
        .Where(line => line.Key == PlanReview.SameName)
        .Select(line => line.Value)
        .ToArray();

    // A name is no label, which it could imitate.
    private static string Entry(IReadOnlyList<KeyValuePair<string, string>> lines, string name)
    {
        var line = Assert.Single(lines, line => line.Value.StartsWith(name + ": ", StringComparison.Ordinal));
        Assert.Contains(line.Key, new[] { "entry", "LEAVES" });
        return line.Key == "LEAVES" ? "LEAVES " + line.Value : line.Value;
    }

    private static string Line(IReadOnlyList<KeyValuePair<string, string>> lines, string key) =>
        Assert.Single(lines, line => line.Key == key).Value;

    private static IEnumerable<Principal> Next(string what, Principal p)
    {
        var again = Again();
        return what switch
        {
            "signing key" => [new(p.Name, p.Person, p.Roles, Other.Certificate, p.SealingCertificate)],
            "sealing key" => [new(p.Name, p.Person, p.Roles, p.SigningCertificate, Other.Certificate)],
            "share in a file" => [new(p.Name, p.Person, p.Roles, p.SigningCertificate, null)],
            "certificate" => [new(p.Name, p.Person, p.Roles, again, p.SealingCertificate)],
            "role" => [new(p.Name, p.Person, PrincipalRoles.Operator, p.SigningCertificate, null)],
            "person" => [new(p.Name, "Erika", p.Roles, p.SigningCertificate, p.SealingCertificate)],
            "person and certificate" => [new(p.Name, "Erika", p.Roles, again, p.SealingCertificate)],
            "role and key" => [new(p.Name, p.Person, PrincipalRoles.Operator, Other.Certificate, null)],
            "joins" => [p, World.Custodian("Frank", Other)],
            "leaves" => [],
            _ => [p],
        };
    }

    // Erin's key under another certificate.
    private static byte[] Again()
    {
        var pkcs8 = ((System.Security.Cryptography.ECDsa)World.Custodians[4].Key).ExportPkcs8PrivateKey();
        using var key = SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.EcdsaP256);
        return CustodianKeys.Certificate("Erin", key, Person.From, Person.To.AddDays(1));
    }
}
