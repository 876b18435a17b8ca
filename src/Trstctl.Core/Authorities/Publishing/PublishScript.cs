using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>A call of certutil on a file of the pack.</summary>
/// <param name="Verb">With its switches, as certutil takes them.</param>
/// <param name="File">A name in the pack's folder.</param>
/// <param name="Store">Where it goes, or null where the verb says so before the file.</param>
internal sealed record PublishCommand(string Verb, string File, string? Store)
{
    /// <summary>As it is typed.</summary>
    public override string ToString() =>
        $"certutil {Verb} \".\\{PublishScript.Demand(File)}\"{(Store is null ? string.Empty : " " + Store)}";
}

/// <summary>The commands of a pack as scripts. Names come out of certificates: each is quoted, and one that could leave its quotes or its
/// line is refused, so that nothing which a certificate says is run.</summary>
internal static class PublishScript
{
    private const string Who = "Run as an enterprise administrator, in this folder.";

    // PowerShell takes any of them for an apostrophe.
    private const string Apostrophes = "'\u2018\u2019\u201A\u201B";

    /// <summary>For cmd.exe. Without delayed expansion an exclamation mark is itself.</summary>
    public static string Cmd(IEnumerable<PublishCommand> commands) =>
        $"@echo off\r\nsetlocal DisableDelayedExpansion\r\nchcp 65001 >nul\r\ncd /d \"%~dp0\"\r\nrem {Who}\r\n"
            + string.Concat(commands.Select(command => command + "\r\n"));

    /// <summary>For PowerShell, in UTF-8 with the mark that Windows PowerShell needs.</summary>
    public static string PowerShell(IEnumerable<PublishCommand> commands) =>
        $"\uFEFF# {Who}\r\nSet-Location -LiteralPath $PSScriptRoot\r\n" + string.Concat(commands.Select(command =>
            $"& certutil.exe {command.Verb} {Literal(".\\" + Demand(command.File))}"
                + $"{(command.Store is null ? string.Empty : " " + command.Store)}\r\n"));

    /// <exception cref="TrstException"><see cref="ErrorId.TextInvalid"/>.</exception>
    public static string Demand(string file) => file.All(c => !char.IsControl(c) && c is not ('"' or '%' or '\u2028' or '\u2029'))
        ? file
        : throw new TrstException(
            ErrorId.TextInvalid, "the file name", $"\"{CanonicalText.Escape(file)}\" holds what cannot be quoted in a script");

    private static string Literal(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            quoted.Append(c, Apostrophes.IndexOf(c) >= 0 ? 2 : 1);
        }

        return quoted.Append('\'').ToString();
    }
}
