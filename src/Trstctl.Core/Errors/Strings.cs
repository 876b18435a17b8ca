using System.Globalization;
using System.Resources;

namespace Trstctl;

/// <summary>User-visible texts. A message's name in Strings.resx is its error id.</summary>
internal static class Strings
{
    private static readonly ResourceManager Resources = new("Trstctl.Errors.Strings", typeof(Strings).Assembly);

    public static string Message(ErrorId id, object[] details) => Fill(
        Resources.GetString(id.ToString(), CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(id.ToString()),
        details);

    public static string Fill(string text, object[] details) =>
        details.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, [.. details.Select(WithoutStop)]);

    // A detail is often another message: its full stop would double ours.
    private static object WithoutStop(object detail) => detail is string text ? text.TrimEnd('.') : detail;
}
