using System.Diagnostics;
using System.Security.Cryptography;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

public sealed class JudgedPathTests
{
    private const string Mappings = "2.5.29.33";
    private const string Constraints = "2.5.29.36";
    private static readonly DateTime Now = TestCA.Start.AddDays(200);

    // 1.2.3.4 is called 1.2.3.5 below.
    private static readonly byte[] Mapping = [0x30, 12, 0x30, 10, 6, 3, 0x2A, 3, 4, 6, 3, 0x2A, 3, 5];
    private readonly PathScene scene = new();

    [Fact]
    public void ALoneRootIsItsOwnPath()
    {
        var root = TestCA.Root().Certificate;
        Assert.Empty(Judged.Faults(root, [], [root], Now));
    }

    [Fact]
    public void ExpiredAndForeignRootsAreRefused()
    {
        var root = TestCA.Root();
        var leaf = root.Leaf();
        Assert.Empty(Judged.Faults(leaf, [], [root.Certificate], Now));
        Assert.NotEmpty(Judged.Faults(leaf, [], [root.Certificate], TestCA.Start.AddYears(21)));
        Assert.NotEmpty(Judged.Faults(leaf, [], [TestCA.Root().Certificate], Now));
        Assert.NotEmpty(Judged.Faults(leaf, [root.Certificate], [], Now));
    }

    [Fact]
    public void ARootThatItsOwnKeyDidNotSignIsNoAnchor()
    {
        var root = Made("Root", "Root", signer: "stranger");
        string[] reason = ["the root Root is not signed by its own key"];
        Assert.Equal(reason, Judged.Faults(root, [], [root], Now));
        Assert.Equal(reason, Judged.Faults(Made("CA", "Root"), [], [root], Now));
    }

    // Roots and links of twelve rotations all have one name.
    [Fact]
    public void FindsThePathByKeyAmongTheLinksOfManyRotations()
    {
        const int rotations = 12;
        var roots = Enumerable.Range(0, rotations).Select(i => Made("Root", "Root", $"k{i}", $"k{i}")).ToArray();
        var links = Enumerable.Range(1, rotations - 1)
            .SelectMany(i => new[] { Made("Root", "Root", $"k{i}", $"k{i - 1}"), Made("Root", "Root", $"k{i - 1}", $"k{i}") })
            .ToArray();
        var issuing = Made("Issuing", "Root", signer: "k11");
        var watch = Stopwatch.StartNew();
        Assert.Equal([issuing, roots[11]], Judged.Path(issuing, [.. links, issuing], roots, Now).Path);
        Assert.Empty(Judged.Faults(issuing, [.. links, issuing], [roots[4]], Now));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    // Everyone has signed everyone: more paths than anybody can try.
    [Fact]
    public void StopsAmongManyIssuersOfOneName()
    {
        const int many = 12;
        var web = Enumerable.Range(0, many)
            .SelectMany(i => Enumerable.Range(0, many).Where(j => i != j).Select(j => Made("Web", "Web", $"k{i}", $"k{j}")))
            .ToArray();
        var leaf = Made("leaf", "Web", signer: "k0", change: forge => forge with { IsCA = false });
        Assert.Contains(
            "There are more or longer paths than are tried.", Judged.Faults(leaf, web, [Made("Root", "Root")], Now));
        Assert.Empty(Judged.Faults(leaf, web, [Made("Web", "Web", "k5", "k5")], Now));
    }

    [Fact]
    public void FindsTheIssuerAmongAHundredOfItsName()
    {
        var root = Made("Root", "Root");
        var between = Enumerable.Range(0, 100).Select(i => Made("Between", "Root", $"k{i}", "Root")).ToArray();
        Assert.Empty(Judged.Faults(Made("leaf", "Between", signer: "k99"), between, [root], Now));
        Assert.Equal(
            ["is signed by another key than Between has"], Judged.Faults(Made("leaf", "Between", signer: "none"), between, [root], Now));
    }

    [Fact]
    public void AKeyIsTheSameWhereItsPointIsCompressed()
    {
        var root = Made("Root", "Root");
        var compressed = Made("Between", "Root", "Between", change: forge => forge with { Spki = Compressed(scene.Key("Between")) });
        Assert.Empty(Judged.Faults(Made("leaf", "Between"), [compressed], [root], Now));
        Assert.Empty(Judged.Faults(
            Made("leaf", "Between"),
            [Made("Between", "Root", change: forge => forge with { NotAfter = TestCA.Start.AddDays(2) }), compressed], [root], Now));
    }

    [Fact]
    public void TheAnchorsPoliciesAreNotPartOfThePath()
    {
        var root = Made("Root", "Root");
        var policy = Made("Policy", "Root", change: forge => forge with { Policies = ["1.2.3.4"], RequireExplicitPolicy = 0 });
        Assert.Empty(Judged.Faults(policy, [], [root], Now));
        Assert.Empty(Judged.Faults(Made("CA", "Policy", change: f => f with { Policies = ["1.2.3.4"] }), [policy], [root], Now));
        Assert.Equal(["policies are required, and none is valid at CA"], Judged.Faults(Made("CA", "Policy"), [policy], [root], Now));
        Assert.Equal(
            ["policies are required, and none is valid at CA"],
            Judged.Faults(Made("CA", "Policy", change: f => f with { Policies = ["1.2.3.9"], IsCA = false }), [policy], [root], Now));
    }

    // RFC 5280 6.1.5 a and b: the last certificate counts down too.
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void APolicyIsRequiredAfterSoManyCertificates(int count, bool isGood)
    {
        var policy = Made("Policy", "Root", change: forge => forge with { Policies = ["1.2.3.4"], RequireExplicitPolicy = count });
        var leaf = Made("leaf", "Policy", change: forge => forge with { IsCA = false });
        Assert.Equal(isGood, Judged.Faults(leaf, [policy], [Made("Root", "Root")], Now).Count == 0);
    }

    [Theory]
    [InlineData("1.2.3.5", false, true)]
    [InlineData("1.2.3.4", false, false)]
    [InlineData("1.2.3.5", true, false)]
    public void AMappedPolicyHasItsNewNameBelow(string asserted, bool isInhibited, bool isGood)
    {
        byte[] constraints = isInhibited ? [0x30, 6, 0x80, 1, 0, 0x81, 1, 0] : [0x30, 3, 0x80, 1, 0];
        var top = Made("Top", "Root", change: forge => forge with
        {
            Policies = ["1.2.3.4"], Extensions = new() { [Constraints] = constraints }, Critical = [Constraints],
        });
        var mapper = Made("Mapper", "Top", change: f => f with { Policies = ["1.2.3.4"], Extensions = new() { [Mappings] = Mapping } });
        var leaf = Made("leaf", "Mapper", change: forge => forge with { Policies = [asserted], IsCA = false });
        Assert.Equal(isGood, Judged.Faults(leaf, [top, mapper], [Made("Root", "Root")], Now).Count == 0);
    }

    [Fact]
    public void AMappingOfAnyPolicyIsRefusedWithThatWord()
    {
        byte[] ofAny = [0x30, 13, 0x30, 11, 6, 4, 0x55, 0x1D, 0x20, 0, 6, 3, 0x2A, 3, 5];
        var mapper = Made("Mapper", "Root", change: forge => forge with { Extensions = new() { [Mappings] = ofAny } });
        Assert.Contains("a policy mapping names anyPolicy", Assert.Single(Judged.Faults(mapper, [], [Made("Root", "Root")], Now)));
    }

    // RFC 5280 6.1.4 l and 6.1.3 b.
    [Fact]
    public void ALinkIsNotCountedInPathLengthsAndItsNameNotHeldAgainstIt()
    {
        var names = NameConstraintSet.Of(["dirName:CN=CA", "dirName:CN=leaf"], []).ToDer()!;
        var root = Made("Root", "Root", change: forge => forge with { PathLength = 1, Extensions = new() { ["2.5.29.30"] = names } });
        var link = Made("Root", "Root", "next", "Root");
        var issuing = Made("CA", "Root", signer: "next");
        Assert.Empty(Judged.Faults(issuing, [link], [root], Now));
        Assert.Empty(Judged.Faults(Made("leaf", "CA", change: forge => forge with { IsCA = false }), [link, issuing], [root], Now));
        Assert.Equal(
            ["path length 1 of Root is too short", "Root does not allow the name dirName:CN=Sub"],
            Judged.Faults(Made("Sub", "CA"), [link, issuing], [root], Now));
    }

    // RFC 5280 6.1.3 b: of the self-issued certificates the last one's name counts.
    [Fact]
    public void TheNameOfASelfIssuedEndEntityIsHeldAgainstIt()
    {
        var names = NameConstraintSet.Of([], ["dirName:CN=CA"]).ToDer()!;
        var root = Made("Root", "Root");
        var issuing = Made("CA", "Root", change: forge => forge with { Extensions = new() { ["2.5.29.30"] = names } });
        Assert.Equal(
            ["CA does not allow the name dirName:CN=CA"],
            Judged.Faults(Made("CA", "CA", "leaf", "CA", forge => forge with { IsCA = false }), [issuing], [root], Now));
        Assert.Empty(Judged.Faults(Made("CA", "CA", "next", "CA"), [issuing], [root], Now));
    }

    [Fact]
    public void NothingLeadsOverWhatIsKnownToBeRevoked()
    {
        var (root, between, leaf) = (Made("Root", "Root"), Made("Between", "Root"), Made("leaf", "Between"));
        var known = new[] { new KnownCertificate(root, true), new KnownCertificate(between, false, "was revoked") };
        var path = JudgedPath.Of(
            leaf,
            name => known.Where(k => DistinguishedName.From(Asn1.CertificateParts.Of(k.Der).Subject).Comparable == name), Now);
        Assert.Equal(["Between was revoked"], path.Faults);
    }

    [Fact]
    public void SaysWhatOnlySomeProgramsRefuse()
    {
        var leaf = Made("leaf", "Root", change: forge => forge with { IssuerKeyIdentifier = [1, 2, 3, 4] });
        var path = Judged.Path(leaf, [], [Made("Root", "Root")], Now);
        Assert.Empty(path.Faults);
        Assert.Contains("OpenSSL stops", Assert.Single(path.Doubts));
    }

    // CVE-2025-61727: what a wildcard stands for is excluded, though its text is not.
    [Theory]
    [InlineData("*.example.com", "test.example.com", false)]
    [InlineData("*.example.com", "a.test.example.com", true)]
    [InlineData("*.example.com", "test.example.org", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("te*t.example.com", "test.example.com", false)]
    [InlineData("te*t.example.com", "tet.example.com", false)]
    [InlineData("te*et.example.com", "tet.example.com", true)]
    [InlineData("te*t.example.com", "toast.example.com", true)]
    [InlineData("www.example.com", "test.example.com", true)]
    public void AWildcardMeetsAnExcludedSubtreeAsAWildcard(string name, string excluded, bool isGood)
    {
        byte[] alternative = [0x30, (byte)(name.Length + 2), 0x82, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name)];
        var names = NameConstraintSet.Of([], ["DNS:" + excluded]).ToDer()!;
        var issuing = Made("CA", "Root", change: forge => forge with { Extensions = new() { ["2.5.29.30"] = names } });
        var leaf = Made("leaf", "CA", change: f => f with { IsCA = false, Extensions = new() { ["2.5.29.17"] = alternative } });
        Assert.Equal(isGood, Judged.Faults(leaf, [issuing], [Made("Root", "Root")], Now).Count == 0);
    }

    private static byte[] Compressed(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        byte[] bits = [(byte)(2 + (point.Y![^1] & 1)), .. point.X!];
        var spki = key.ExportSubjectPublicKeyInfo();
        return [0x30, 57, .. spki[2..23], 3, 34, 0, .. bits];
    }

    private byte[] Made(
        string subject, string issuer, string? key = null, string? signer = null, Func<CertificateForge, CertificateForge>? change = null)
    {
        var from = signer ?? issuer;
        return scene.Signed((change ?? (forge => forge))(scene.Forge(subject, key ?? subject, issuer, from)), from);
    }
}
