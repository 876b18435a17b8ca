using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;

namespace Trstctl.Core.Tests.Storage;

/// <summary>A row that is larger than any that is written is damage, and not loaded.</summary>
public sealed class BoundedRowTests : IDisposable
{
    private const int TooLarge = 17 * 1024 * 1024;

    private readonly World world = new();

    public static TheoryData<string> Places =>
    [
        "UPDATE events SET data = zeroblob($n) WHERE seq = 2",
        "UPDATE events SET header = zeroblob($n) WHERE seq = 2",
        "UPDATE checkpoints SET note = CAST(zeroblob($n) AS TEXT) WHERE size = (SELECT MAX(size) FROM checkpoints)",
        "UPDATE settings SET value = zeroblob($n) WHERE name = 'sealer.ledger'",
    ];

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Conformance", "F09")]
    public void ALargerRowIsDamageAndNotLoaded(string place)
    {
        world.Disconnect();
        world.Sql(place, ("$n", TooLarge));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Scratch.Refused(ErrorId.StoreDamaged, () => world.Connect());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, TooLarge - 1);
    }
}
