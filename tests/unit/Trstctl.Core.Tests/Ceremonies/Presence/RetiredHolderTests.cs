using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

public sealed class RetiredHolderTests
{
    [Fact]
    [Trait("Conformance", "Q04")]
    public void AShareReleasedBeforeItsHolderRetiredOpensNothing()
    {
        using var world = new World();
        world.MakeQuorumRoot();
        var ceremony = world.ApproveIntermediate();

        var refusal = Scratch.Refused(ErrorId.SharesMissing, () => world.Open(
            ceremony,
            [3],
            () =>
            {
                new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[3], "card lost");
                world.Release(ceremony, 0, 1);
            },
            givesUp: true));

        Assert.Contains("2 of 3", refusal.Message);
        Assert.Contains("Dave", refusal.InnerException!.Message);
        Assert.Single(world.Open(ceremony, [0, 1, 2]));
    }
}
