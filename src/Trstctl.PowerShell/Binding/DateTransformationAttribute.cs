using System.Globalization;
using System.Text.RegularExpressions;

namespace Trstctl.PowerShell;

/// <summary>A date reads the same in every culture: ISO 8601 text, in UTC unless it says otherwise, or a DateTime. A local one is
/// converted; one of no kind is UTC, as the same text would be. PowerShell itself binds text by the culture of the session, and numbers
/// as ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateTransformationAttribute : ArgumentTransformationAttribute
{
    private const int Longest = 40;

    private static readonly Regex Form = new(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?\z",
        RegexOptions.CultureInvariant);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Reference.Unwrap(inputData) switch
    {
        DateTime { Kind: DateTimeKind.Unspecified } date => DateTime.SpecifyKind(date, DateTimeKind.Utc),
        DateTime date => date.ToUniversalTime(),
        DateTimeOffset date => date.UtcDateTime,
        string text => Read(text) ?? throw Refusal(
            $"\"{CanonicalText.Escape(text.Length > Longest ? text.Substring(0, Longest) : text)}\""),
        var other => throw Refusal(other is null ? "Nothing" : $"A value of the type {other.GetType().Name}"),
    };

    /// <summary>As a specification holds it: whole seconds of UTC.</summary>
    public static string? Text(DateTime? date) => date?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTime? Read(string text) =>
        Form.IsMatch(text) && DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;

    private static ArgumentTransformationMetadataException Refusal(string what) =>
        new($"{what} is no date such as 2026-11-23 or 2026-11-23T09:00:00Z (ISO 8601, UTC), and no DateTime.");
}
