using System.Globalization;

namespace Trstctl.PowerShell;

/// <summary>A date that is typed reads the same in every culture, as a cast in a script does; PowerShell binds it by the culture of the
/// session, which may count years otherwise.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Reference.Unwrap(inputData) is not string text
        ? inputData
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date)
            ? date
            : throw new ArgumentTransformationMetadataException(
                $"\"{CanonicalText.Escape(text)}\" is no date such as 2026-11-23 or 2026-11-23T09:00:00Z.");
}
