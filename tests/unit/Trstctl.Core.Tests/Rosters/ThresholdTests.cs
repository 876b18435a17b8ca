using Trstctl.Rosters;

namespace Trstctl.Core.Tests.Rosters;

[Trait("Conformance", "Q06")]
public class ThresholdTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(128, 255)]
    [InlineData(255, 255)]
    public void AcceptsMoreThanHalf(int m, int n) => Threshold.Check(m, n, lab: false);

    [Theory]
    [InlineData(0, 3, "missing")]
    [InlineData(-1, 3, "negative")]
    [InlineData(int.MinValue, int.MaxValue, "negative")]
    [InlineData(1, 1, "lab")]
    [InlineData(4, 3, "above n")]
    [InlineData(2, 0, "above n")]
    [InlineData(2, -1, "above n")]
    [InlineData(200, 256, "above 255")]
    [InlineData(2, int.MaxValue, "above 255")]
    [InlineData(2, 4, "half")]
    [InlineData(2, 5, "half")]
    [InlineData(127, 254, "half")]
    public void RefusesTheRest(int m, int n, string reason)
    {
        var refusal = Assert.Throws<TrstException>(() => Threshold.Check(m, n, lab: false));
        Assert.Equal(ErrorId.ThresholdOutOfRange, refusal.Id);
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void TheLabSwitchAllowsOnePersonAndNothingElse()
    {
        Threshold.Check(1, 1, lab: true);
        Threshold.Check(1, 3, lab: true);
        foreach (var (m, n) in new[] { (0, 1), (2, 4), (2, 1) })
        {
            Assert.Throws<TrstException>(() => Threshold.Check(m, n, lab: true));
        }
    }

    [Fact]
    public void AllOfThemIsFragile()
    {
        Assert.True(Threshold.IsFragile(3, 3));
        Assert.False(Threshold.IsFragile(2, 3));
    }
}
