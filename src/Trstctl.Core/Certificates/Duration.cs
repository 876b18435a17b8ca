using System.Globalization;

namespace Trstctl.Certificates;

/// <summary>A span of time as users write it: a whole number and a unit, <c>20y</c> (calendar years), <c>6w</c>, <c>14d</c>,
/// <c>12h</c>, <c>30min</c>. There is no bare number and no <c>m</c>: months and minutes would be confused.</summary>
public sealed class Duration
{
    private static readonly string[] Units = ["min", "y", "w", "d", "h"];
    private readonly int count;
    private readonly string unit;

    private Duration(int count, string unit)
    {
        this.count = count;
        this.unit = unit;
    }

    /// <exception cref="TrstException"><see cref="ErrorId.DurationInvalid"/>.</exception>
    public static Duration Parse(string text)
    {
        var trimmed = AsciiFold.Lower(text.Trim());
        var unit = Units.FirstOrDefault(u => trimmed.EndsWith(u, StringComparison.Ordinal));
        return unit is not null
            && int.TryParse(
                trimmed.Substring(0, trimmed.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
            && TryAdd(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), count, unit, out _)
            ? new Duration(count, unit)
            : throw new TrstException(ErrorId.DurationInvalid, CanonicalText.Escape(text.Length > 64 ? text.Substring(0, 64) : text));
    }

    /// <summary>Years are calendar years: 29 February plus one year is 28 February.</summary>
    public DateTime AddTo(DateTime time) =>
        TryAdd(time, count, unit, out var sum) ? sum : throw new TrstException(ErrorId.DurationInvalid, ToString());

    /// <summary>From a time on; <c>0</c> is none.</summary>
    public static TimeSpan SpanOrNone(string text, DateTime from) => text.Trim() == "0" ? TimeSpan.Zero : Parse(text).AddTo(from) - from;

    public override string ToString() => count.ToString(CultureInfo.InvariantCulture) + unit;

    private static bool TryAdd(DateTime time, int count, string unit, out DateTime sum)
    {
        try
        {
            sum = unit switch
            {
                "y" => time.AddYears(count),
                "w" => time.AddDays(7.0 * count),
                "d" => time.AddDays(count),
                "h" => time.AddHours(count),
                _ => time.AddMinutes(count),
            };
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            sum = default;
            return false;
        }
    }
}
