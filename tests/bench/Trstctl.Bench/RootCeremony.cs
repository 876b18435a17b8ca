using System.Security.Cryptography;
using Trstctl.Authorities;
using Trstctl.Ceremonies;

namespace Trstctl.Bench;

/// <summary>
/// What a root ceremony costs beside its key: the platform's RSA-4096 generation and the whole execution (gate, generation, signing,
/// checks, sealing, commit) in turn, since primes take as long as they take. People's time is left out: plans are approved before the
/// clock runs.
/// </summary>
internal static class RootCeremony
{
    public static void Run(int times)
    {
        using var bench = new Bench(3, 5);
        var open =
            new Queue<CeremonyRecord>(Enumerable
                .Range(0, times)
                .Select(i => bench.Approve(bench.StartRoot($"Root {i}", CustodyKind.Quorum, "RSA-4096"))));
        bench.Execute(bench.Approve(bench.StartRoot("Warm", CustodyKind.Quorum)));
        Generate();
        var (keys, ceremonies) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < times; i++)
        {
            keys += Figures.Time(Generate);
            ceremonies += Figures.Time(() => bench.Execute(open.Dequeue()));
        }

        Figures.Rate("RSA-4096 keys by the platform alone", keys, times);
        Figures.Rate("RSA-4096 roots by ceremony, 3 of 5", ceremonies, times);
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ratio of the sums {ceremonies / keys:0.00}"));
    }

    private static void Generate()
    {
        using var rsa = RSA.Create(4096);
        rsa.ExportParameters(false);
    }
}
