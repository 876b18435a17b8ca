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
        details.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, [.. details.Select(Shown)]);

    private static string Message(string id, object[] details) =>
        Fill(Resources.GetString(id, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(id), details);

    // A detail is often another message: its full stop would double ours. Or it is SQLite's, a file's name, whatever somebody planted:
    // nothing in it may move the cursor, turn the line round or begin another.
    private static object Shown(object detail) => detail is string text
        ? string.Concat(text.TrimEnd('.').Select(c => IsUnseen(c) ? $"\\u{(int)c:X4}" : c.ToString()))
        : detail;

    private static bool IsUnseen(char c) => c is < ' ' or (>= '\u007F' and <= '\u009F') or (>= '\u200B' and <= '\u200F')
        or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF';
}
