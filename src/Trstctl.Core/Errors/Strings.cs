using System.Globalization;
using System.Resources;

namespace Trstctl;

/// <summary>User-visible texts. A message's name in Strings.resx is its error id; its action is <c>Id.Action</c>.</summary>
internal static class Strings
{
    private static readonly ResourceManager Resources = new("Trstctl.Errors.Strings", typeof(Strings).Assembly);

    public static string Message(ErrorId id, object[] details) => Format(id.ToString(), details);

    public static string Action(ErrorId id, object[] details) => Format(id + ".Action", details);

    // A detail is often another message: its full stop would double ours.
    private static object WithoutStop(object detail) => detail is string text ? text.TrimEnd('.') : detail;

    private static string Format(string name, object[] details)
    {
        var text = Resources.GetString(name, CultureInfo.InvariantCulture)
            ?? throw new MissingManifestResourceException(name);
        return details.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, [.. details.Select(WithoutStop)]);
    }
}
