using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;

namespace Trstctl.Bench;

/// <summary>
/// What the path laboratory adds to opening a ceremony: the same plans with and without it, below and at a root with many CAs.
/// </summary>
internal static class PlannedPaths
{
    private const int Times = 5;

    public static void Run(int authorities)
    {
        using var bench = new Bench(3, 5);
        bench.Execute(bench.Approve(bench.StartRoot("Root", CustodyKind.Operational)));
        for (var i = 0; i < authorities; i++)
        {
            bench.Execute(bench.Approve(bench.Start(Intermediate($"CN=Sub {i}"))));
        }

        Compare($"an intermediate beside {authorities}", bench, Intermediate("CN=One more"));
        Compare(
            $"a rotation above {authorities}", bench,
            new CeremonyRequest { Operation = "Rotation", Authority = "Root", LinkCertificates = true });
    }

    private static void Compare(string what, Bench bench, CeremonyRequest request)
    {
        bench.Start(request, warn: true);
        Figures.Spread($"open {what}", Times, () => bench.Start(request));
        Figures.Spread("the same, with its paths tried", Times, () => bench.Start(request, warn: true));
    }

    private static CeremonyRequest Intermediate(string subject) => new()
    {
        Operation = "Intermediate", Issuer = "Root", Spec = new CASpecInput { Subject = subject, Validity = "5y" }.Build(),
    };
}
