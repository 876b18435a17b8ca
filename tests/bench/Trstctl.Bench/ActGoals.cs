using System.Security.Cryptography;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;

namespace Trstctl.Bench;

/// <summary>Acts beside their own commits, keys, signatures and verifications, by the clock on the wall: the disk is waited for.</summary>
internal sealed class ActGoals : IDisposable
{
    private const int Custodians = 5;

    private readonly Bench bench = new(3, Custodians);
    private readonly BareWork bare;
    private readonly IReadOnlyList<int> sizes;
    private CeremonyRecord? open;
    private int roots;
    private int approvals;

    public ActGoals()
    {
        bare = new BareWork(bench.Folder);
        sizes = bench.CommitSizes(Root("ECDSA-P256"));
    }

    public IEnumerable<Goal> All(int turns) =>
    [
        new("approval", $"durable commit of {sizes[1]} bytes", 1 / 0.3, () => Approval(() => bare.Commit(sizes[1])), 3 * turns)
        {
            Reached = 17,
        },
        new("approval", "its own bare work", 4, () => Approval(() => bare.Approval(sizes[1])), 3 * turns),
        new("root ceremony, P-256, 3 of 5", "its own bare work", 4, () => Ceremony("ECDSA-P256", ECCurve.NamedCurves.nistP256), turns)
        {
            Reached = 6,
        },
        new("root ceremony, P-384, 3 of 5", "its own bare work", 4, () => Ceremony("ECDSA-P384", ECCurve.NamedCurves.nistP384), turns),
    ];

    public void Dispose()
    {
        bare.Dispose();
        bench.Dispose();
    }

    private (TimeSpan Beside, TimeSpan Ours) Approval(Action beside)
    {
        var custodian = approvals++ % bench.Needed;
        open = custodian == 0 ? Start("ECDSA-P256") : open;
        return (Figures.Time(beside), Figures.Time(() => open = bench.ApproveAs(custodian, open!)));
    }

    private (TimeSpan Beside, TimeSpan Ours) Ceremony(string algorithm, ECCurve curve) =>
        (Figures.Time(() => bare.RootCeremony(sizes, curve, Custodians)), Figures.Time(() => Root(algorithm)));

    private CeremonyRecord Root(string algorithm)
    {
        var ceremony = bench.Approve(Start(algorithm));
        bench.Execute(ceremony);
        return ceremony;
    }

    private CeremonyRecord Start(string algorithm) => bench.StartRoot($"Root {roots++}", CustodyKind.Quorum, algorithm);
}
