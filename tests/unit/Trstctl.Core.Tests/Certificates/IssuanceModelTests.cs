using CsCheck;
using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Certificates;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>Every combination of small values, against naive readings of RFC 5280 6.1.</summary>
public sealed class IssuanceModelTests
{
    private const int Deepest = 6;
    private const string Any = "2.5.29.37.0";
    private const string AnyPolicy = "2.5.29.32.0";
    private static readonly string[] Usages = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", Any];
    private static readonly string[] Policies = ["1.2.3.1", "1.2.3.2", AnyPolicy];
    private static readonly int?[] Lengths = [null, 0, 1, 2, 3];

    [Fact]
    [Trait("Conformance", "A02")]
    [Trait("Conformance", "A03")]
    public void AChildsPathLengthReachesNoDeeperThanAnyIssuersAbove()
    {
        foreach (var (child, issuer, distance) in from c in Lengths from i in Lengths from d in Enumerable.Range(1, 4) select (c, i, d))
        {
            // The child and the CAs between take a place each, and so does every CA that the child lets be below.
            var depths = Enumerable.Range(0, Deepest).Where(depth => child is null || depth <= child);
            var within = depths.All(depth => PathLengthHolds([issuer, .. new int?[distance - 1], child, .. new int?[depth]]));
            var issuers = Enumerable
                .Range(1, distance)
                .Select(i => new CertificateForge { PathLength = i == distance ? issuer : null }.Certificate())
                .ToArray();
            Assert.Equal(within, Accepts(Spec(pathLength: child), issuers));
        }
    }

    [Fact]
    [Trait("Conformance", "A02")]
    [Trait("Conformance", "A05")]
    public void ACrossCertificatesPathLengthIsWhatTargetSignerAndOptionAllowTogether()
    {
        foreach (var (target, signer, option) in from t in Lengths from s in Lengths.Where(s => s != 0) from o in Lengths select (t, s, o))
        {
            var length = CrossCertificateRules.PathLength(
                Parts(new() { PathLength = target }), Parts(new() { PathLength = signer }), new() { PathLength = option });
            foreach (var depth in Enumerable.Range(0, Deepest))
            {
                var below = new int?[depth];
                var allowed = PathLengthHolds([target, .. below])
                    && PathLengthHolds([signer, null, .. below])
                    && PathLengthHolds([option, .. below]);
                Assert.Equal(allowed, PathLengthHolds([length, .. below]));
            }
        }
    }

    [Fact]
    [Trait("Conformance", "A03")]
    public void AChildIsGoodForNoUsageThatItsIssuerIsNotGoodFor()
    {
        foreach (var (child, issuer) in from c in Subsets(Usages) from i in Subsets(Usages) select (c, i))
        {
            var within = Purposes(child).All(Purposes(issuer).Contains);
            Assert.Equal(within, IsWithin(new() { Usages = child }, new() { Usages = issuer }));
        }
    }

    [Fact]
    [Trait("Conformance", "A05")]
    public void ACrossCertificateIsGoodForExactlyWhatTargetAndSignerAreGoodFor()
    {
        foreach (var (target, signer) in from t in Subsets(Usages) from s in Subsets(Usages) select (t, s))
        {
            var both = Purposes(target).Intersect(Purposes(signer)).ToArray();
            var (one, other) = (Parts(new() { Usages = target }), Parts(new() { Usages = signer }));
            if (both.Length == 0)
            {
                Assert.Equal(
                    ErrorId.ConstraintViolation,
                    Assert.Throws<TrstException>(() => CrossCertificateRules.ExtendedKeyUsage(one, other, new())).Id);
            }
            else
            {
                Assert.Equal(both.Order(), Purposes([.. CrossCertificateRules.ExtendedKeyUsage(one, other, new())]).Order());
            }
        }
    }

    [Fact]
    [Trait("Conformance", "A03")]
    public void AChildAssertsNoPolicyThatWouldNotHoldBelowItsIssuer()
    {
        string[]?[] asserted = [null, .. Subsets(Policies).Where(list => list.Length > 0)];
        foreach (var (child, issuer, require, inhibit) in from c in asserted from i in asserted from r in Lengths from n in Lengths select (
            c, i, r, n))
        {
            var within = PoliciesHold(child ?? [], issuer, require, inhibit, distance: 1);
            Assert.Equal(
                within,
                IsWithin(
                    new() { Policies = child }, new() { Policies = issuer, RequireExplicitPolicy = require, InhibitAnyPolicy = inhibit }));
        }
    }

    [Fact]
    [Trait("Conformance", "A03")]
    public void PoliciesAreComparedWithEveryCAAbove()
    {
        foreach (var (child, above, require, inhibit) in from c in Subsets(
            Policies) from i in Subsets(Policies).Where(i => i.Length > 0) from r in Lengths from n in Lengths select (c, i, r, n))
        {
            var input = TestCA.Input("CN=Child");
            input.CertificatePolicies = [.. child];
            var issuers = new[] {
                new CertificateForge { Policies = [AnyPolicy] },
                new CertificateForge { Policies = above, RequireExplicitPolicy = require, InhibitAnyPolicy = inhibit } };
            Assert.Equal(
                PoliciesHold(child, above, require, inhibit, distance: 2),
                Accepts(input.Build(), [.. issuers.Select(i => i.Certificate())]));
        }
    }

    [Fact]
    [Trait("Conformance", "A03")]
    public void AChildIsValidAtNoInstantAtWhichItsIssuerIsNot() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 4], Gen.Int[0, 4], Gen.Int[1, 4]).Sample((from, days, issuerFrom, issuerDays) =>
        {
            var within = Enumerable
                .Range(0, 10)
                .Where(t => t >= from && t <= from + days)
                .All(t => t >= issuerFrom && t <= issuerFrom + issuerDays);
            CertificateForge At(int start, int length) =>
                new() { NotBefore = TestCA.Start.AddDays(start), NotAfter = TestCA.Start.AddDays(start + length) };
            return within == IsWithin(At(from, days), At(issuerFrom, issuerDays));
        });

    // RFC 5280 6.1.4 l, m: one place a CA, from the first on.
    private static bool PathLengthHolds(IEnumerable<int?> cas)
    {
        var left = int.MaxValue;
        foreach (var (length, index) in cas.Select((length, index) => (length, index)))
        {
            if (index > 0 && left-- == 0)
            {
                return false;
            }

            left = Math.Min(left, length ?? int.MaxValue);
        }

        return true;
    }

    // No list, or one with "any", is good for all; a usage that no list names stands for the others.
    private static string[] Purposes(string[] list) => [.. Usages.Where(u => u != Any).Append("1.2.3")
        .Where(usage => list.Length == 0 || list.Contains(Any) || list.Contains(usage))];

    private static bool PoliciesHold(string[] child, string[]? issuer, int? require, int? inhibit, int distance)
    {
        // RFC 5280 6.1.2 e, 6.1.4 h and j: the counter is set at the issuer and falls with each CA between.
        var anyCounts = (inhibit ?? int.MaxValue) - (distance - 1) > 0;
        var universe = Policies.Where(p => p != AnyPolicy).Append("1.2.3.9");
        bool Holds(string[]? list, string policy) => list is null || list.Contains(AnyPolicy) || list.Contains(policy);
        return (require is null || child.Length > 0)
            && (!child.Contains(AnyPolicy) || anyCounts)
            && universe.Where(policy => child.Length > 0 && Holds(child, policy)).All(policy => Holds(issuer, policy));
    }

    private static string[][] Subsets(string[] all) =>
        [.. Enumerable.Range(0, 1 << all.Length).Select(bits => all.Where((_, i) => (bits >> i & 1) != 0).ToArray())];

    private static CertificateParts Parts(CertificateForge forge) => CertificateParts.Of(forge.Certificate());

    private static CASpec Spec(int? pathLength)
    {
        var input = TestCA.Input("CN=Child");
        input.PathLength = pathLength;
        return input.Build();
    }

    private static bool Accepts(CASpec child, byte[][] issuers) =>
        Accepts(() => IssuanceRules.CheckChild(child, issuers, TestCA.Start, TestCA.Start.AddYears(1)));

    private static bool IsWithin(CertificateForge child, CertificateForge issuer) => Accepts(() =>
    {
        byte[] id = [1, 2, 3];
        IssuanceRules.CheckChild(
            (child with { Subject = "CN=child", Issuer = issuer.Subject, IssuerKeyIdentifier = id }).Certificate(),
            (issuer with { KeyIdentifier = id }).Certificate());
    });

    private static bool Accepts(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (TrstException e) when (e.Id == ErrorId.ConstraintViolation)
        {
            return false;
        }
    }
}
