using System.Globalization;
using System.Resources;

namespace Trstctl;

/// <summary>User-visible texts. A message's name in Strings.resx is the id of its error or warning.</summary>
internal static class Strings
{
    private static readonly ResourceManager Resources = new("Trstctl.Errors.Strings", typeof(Strings).Assembly);

    public static string Message(ErrorId id, object[] details) => Message(id.ToString(), details);

    public static string Message(WarningId id, object[] details) => Message(id.ToString(), details);

    public static string Fill(string text, object[] details) =>
        details.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, [.. details.Select(WithoutStop)]);

    private static string Message(string id, object[] details) =>
        Fill(Resources.GetString(id, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(id), details);

    // A detail is often another message: its full stop would double ours.
    private static object WithoutStop(object detail) => detail is string text ? text.TrimEnd('.') : detail;
}
