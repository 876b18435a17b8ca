using Trstctl.Core.Tests.Certificates;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

public sealed class PathCheckTests
{
    private static readonly DateTime Now = TestCA.Start.AddDays(200);

    [Fact]
    public void ALoneRootIsItsOwnPath()
    {
        var root = TestCA.Root().Certificate;
        Assert.Empty(PathCheck.Validate(root, [], [root], Now));
    }

    [Fact]
    public void ExpiredAndForeignRootsAreRefused()
    {
        var root = TestCA.Root();
        var leaf = root.Leaf();
        Assert.Empty(PathCheck.Validate(leaf, [], [root.Certificate], Now));
        Assert.NotEmpty(PathCheck.Validate(leaf, [], [root.Certificate], TestCA.Start.AddYears(21)));
        Assert.NotEmpty(PathCheck.Validate(leaf, [], [TestCA.Root().Certificate], Now));
        Assert.NotEmpty(PathCheck.Validate(leaf, [root.Certificate], [], Now));
    }
}
