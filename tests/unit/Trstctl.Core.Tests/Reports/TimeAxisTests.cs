using CsCheck;
using Trstctl.Reports;

namespace Trstctl.Core.Tests.Reports;

public sealed class TimeAxisTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void EveryTimeLiesOnTheAxis() => Gen.DateTime[DateTime.MinValue, DateTime.MaxValue].Select(Gen.DateTime).Sample((time, now) =>
    {
        var axis = new TimeAxis([], DateTime.SpecifyKind(now, DateTimeKind.Utc), 100, 400);
        return axis.At(time) is >= 100 and <= 500 && axis.Marks().ToArray() is var marks && marks.Length <= 9
            && marks.All(mark => mark.X is >= 100 and <= 500);
    });

    [Fact]
    public void MarksAreYearsOrMonths() =>
        Assert.Matches("^[0-9]{4}(-[0-9]{2})?$", new TimeAxis([], Now, 0, 100).Marks().First().Text);
}
