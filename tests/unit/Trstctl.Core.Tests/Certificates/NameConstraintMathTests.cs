using CsCheck;
using Trstctl.Certificates;

namespace Trstctl.Core.Tests.Certificates;

public sealed class NameConstraintMathTests
{
    private static readonly string[] Hosts = ["a", "b.a", "c.b.a", "d", "b.d", "xa", "c.b.d", "b"];

    // The universe of names of each form, and an independent reading of RFC 5280 4.2.1.10.
    private static readonly Dictionary<string, (string[] Constraints, string[] Names, Func<string, string, bool> Matches)> Forms = new()
    {
        ["DNS"] = (["a", "b.a", "d", "b.d", "c.b.a"], Hosts, (c, n) => ("." + n).EndsWith("." + c)),
        ["URI"] = (["a", ".a", "b.a", ".b.a", ".d"], Hosts, (c, n) => c[0] == '.' ? n.EndsWith(c) : n == c),
        ["email"] = (["a", ".a", "x@a", "x@b.a", "b.a", ".b.a", "d"], [.. Hosts.SelectMany(h => new[] { "x@" + h, "y@" + h })],
            (c, n) => c.Contains('@') ? n == c : c[0] == '.' ? n.EndsWith(c) : n.EndsWith("@" + c)),
        ["IP"] = (["10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/15", "11.0.0.0/8", "0.0.0.0/0"], ["10.0.0.1", "10.1.0.1", "10.2.0.1", "11.0.0.1", "9.0.0.1"],
            (c, n) => System.Net.IPNetwork.Parse(c).Contains(System.Net.IPAddress.Parse(n))),
        ["dirName"] = (["C=DE", "O=x,C=DE", "OU=y,O=x,C=DE", "O=x,C=FR"], ["C=DE", "O=x,C=DE", "OU=y,O=x,C=DE", "CN=z,O=x,C=DE", "O=x,C=FR", "O=y,C=DE"],
            (c, n) => ("," + n).EndsWith("," + c)),
    };

    [Theory]
    [InlineData("DNS")]
    [InlineData("URI")]
    [InlineData("email")]
    [InlineData("IP")]
    [InlineData("dirName")]
    [Trait("Conformance", "A03")]
    public void IntersectionAllowsExactlyWhatBothAllow(string form)
    {
        var (constraints, names, matches) = Forms[form];
        var list = Gen.Int[0, constraints.Length - 1].Select(i => constraints[i]).List[0, 3];
        Gen.Select(list, list, list, list).Sample((p1, e1, p2, e2) =>
        {
            bool Allowed(IEnumerable<string> permitted, IEnumerable<string> excluded, string name) =>
                (!permitted.Any() || permitted.Any(c => matches(c, name))) && !excluded.Any(c => matches(c, name));
            NameConstraintSet Set(IEnumerable<string> permitted, IEnumerable<string> excluded) =>
                NameConstraintSet.Of(permitted.Select(c => $"{form}:{c}"), excluded.Select(c => $"{form}:{c}"));

            var both = names.Where(n => Allowed(p1, e1, n) && Allowed(p2, e2, n)).ToArray();
            NameConstraintSet result;
            try
            {
                result = NameConstraintMath.Intersect(Set(p1, e1), Set(p2, e2));
            }
            catch (TrstException e)
            {
                Assert.Equal(ErrorId.ConstraintViolation, e.Id);
                Assert.Empty(both);
                return;
            }

            string[] Texts(IEnumerable<ConstrainedName> list) => list.Select(n => n.ToString().Substring(form.Length + 1)).ToArray();
            Assert.Equal(both, names.Where(n => Allowed(Texts(result.Permitted), Texts(result.Excluded), n)));
        }, iter: 2000);
    }

    [Fact]
    public void DisjointFormsRefuse() => Assert.Equal(ErrorId.ConstraintViolation, Assert.Throws<TrstException>(() =>
        NameConstraintMath.Intersect(NameConstraintSet.Of(["DNS:a.com", "IP:10.0.0.0/8"], []), NameConstraintSet.Of(["DNS:b.com"], []))).Id);
}
