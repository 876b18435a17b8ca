using System.Globalization;
using System.Text;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>A parser, what it takes, and what may be asked of what it gives.</summary>
/// <param name="Make">One case: what is read, as hex or text for a report, and the reading of it.</param>
internal sealed record FuzzTarget(string Name, Func<Random, (Func<string> Input, Action Read)> Make)
{
    /// <summary>The same in every bounded run, so that no run is red by luck.</summary>
    public static int Seed { get; } = LongForm.Seed(1);

    /// <summary>The bounded form's cases: fewer of what takes long.</summary>
    public int Bounded { get; init; } = 100;

    /// <summary>What one case may allocate in bytes, on top of a thousand times its input.</summary>
    public long Memory { get; init; } = 48 << 20;

    public static int Cases(int bounded) => LongForm.Times("TRSTCTL_FUZZ", bounded, 1_000_000);

    public static FuzzTarget Of(string name, Action<byte[]> read, params byte[][] seeds)
    {
        Assert.True(seeds.Length > 0, name + " has no seeds");
        var shapes = seeds.Select(seed => DerMutator.Of(seed) is { } der ? der.Edit
            : JsonMutator.Of(seed) is { } json ? json.Edit : default(Func<Random, byte[]>)).ToArray();
        return new FuzzTarget(name, random =>
        {
            var at = random.Next(seeds.Length);
            var input = shapes[at] is { } shaped && random.Next(3) > 0
                ? shaped(random)
                : BytesMutator.Edit(random, seeds[at], seeds[random.Next(seeds.Length)]);
            return (() => Convert.ToHexString(input), () => read(input));
        });
    }

    public static FuzzTarget OfText(string name, Action<string> read, params string[] seeds) => new(name, random =>
    {
        var input = TextMutator.Edit(random, seeds[random.Next(seeds.Length)], seeds[random.Next(seeds.Length)]);
        return (() => string.Concat(input.Select(c => c is >= ' ' and <= '~' ? c.ToString() : "\\u" + ((int)c).ToString(
            "x4", CultureInfo.InvariantCulture))), () => read(input));
    });

    /// <summary>A result or a refusal of ours, within its memory; whatever else happens fails with what repeats it.</summary>
    public int Run(int cases, int seed)
    {
        for (var i = 0; i < cases; i++)
        {
            var (input, read) = Make(new Random(unchecked((seed * 1_000_003) + i)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read();
            }
            catch (TrstException)
            {
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{Name}, TRSTCTL_SEED={seed}, case {i}: {e}\n{Shortened(input())}");
            }

            var spent = GC.GetAllocatedBytesForCurrentThread() - before;
            if (spent > Memory && spent > 1000L * input().Length)
            {
                Assert.Fail($"{Name}, TRSTCTL_SEED={seed}, case {i}: it took {spent} bytes\n{Shortened(input())}");
            }
        }

        return cases;
    }

    private static string Shortened(string input) => input.Length <= 20000 ? input : input[..20000] + "...";
}
