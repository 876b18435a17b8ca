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

    public static bool TryParse(string text, out DateTime time) => DateTime.TryParseExact(
        text,
        Pattern,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
        out time);
}
