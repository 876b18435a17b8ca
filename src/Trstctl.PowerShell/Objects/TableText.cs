using System.Management.Automation.Host;

namespace Trstctl.PowerShell;

/// <summary>Breaks what a cell of a table says between words: the shell breaks it anywhere.</summary>
public static class TableText
{
    /// <param name="host">Whose console it is shown in; where that has no width the text stays as it is.</param>
    /// <param name="taken">The width of the other columns, with the spaces between all.</param>
    /// <param name="columns">How many columns share the rest.</param>
    public static string Of(string? text, PSHost? host, int taken, int columns) =>
        string.Join("\n", Lines(text ?? string.Empty, (Width(host) - taken) / columns));

#pragma warning disable RS0030 // Whether somebody looks at it, the console says.
    internal static int Width(PSHost? host)
    {
        try
        {
            // The last column of a console stays empty: some go to the next line there.
            return Console.IsOutputRedirected ? 0 : (host?.UI?.RawUI?.BufferSize.Width ?? 0) - 1;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or IOException
            or PSInvalidOperationException)
        {
            return 0;
        }
    }
#pragma warning restore RS0030

    /// <summary>At most as long as the width, where words allow it.</summary>
    internal static IEnumerable<string> Lines(string text, int width)
    {
        var line = string.Empty;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && width > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
