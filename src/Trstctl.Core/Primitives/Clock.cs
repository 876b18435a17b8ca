using System.Globalization;

namespace Trstctl;

/// <summary>The time, given and not taken (DESIGN invariant 10).</summary>
public interface IClock
{
    DateTime UtcNow { get; }
}

/// <summary>The host's clock, in whole seconds of UTC.</summary>
public sealed class SystemClock : IClock
{
#pragma warning disable RS0030 // the one place that reads the host's clock
    public DateTime UtcNow => UtcTime.Truncate(DateTime.UtcNow);
#pragma warning restore RS0030
}

/// <summary>Times as they stand in hashed and signed objects: <c>yyyy-MM-ddTHH:mm:ssZ</c>.</summary>
internal static class UtcTime
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static DateTime Truncate(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Utc ? time : time.ToUniversalTime();
        return new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    public static string Format(DateTime time) => Truncate(time).ToString(Pattern, CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out DateTime time)
    {
        time = default;
        return text.Length == 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':'
            && text[19] == 'Z'
            && TryMake(
                (100 * TwoDigits(text, 0)) + TwoDigits(text, 2), TwoDigits(text, 5), TwoDigits(text, 8), TwoDigits(text, 11),
                TwoDigits(text, 14), TwoDigits(text, 17), out time);
    }

    /// <summary>The number of two digits, or one far below zero.</summary>
    internal static int TwoDigits(string text, int at) =>
        text[at] is >= '0' and <= '9' && text[at + 1] is >= '0' and <= '9' ? (10 * (text[at] - '0')) + text[at + 1] - '0' : -1_000_000;

    /// <summary>The moment in UTC, where a calendar has it.</summary>
    internal static bool TryMake(int year, int month, int day, int hour, int minute, int second, out DateTime time)
    {
        var exists = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59;
        time = exists ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) : default;
        return exists;
    }
}
