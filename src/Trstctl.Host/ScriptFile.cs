using System.Management.Automation;
using System.Management.Automation.Language;

namespace Trstctl.Host;

internal static class ScriptFile
{
    // As a block, not as a command: "exit 3" then reaches the host, and is told from a failed program's exit code.
    public static ScriptBlock Read(string path)
    {
        var script = Parser.ParseInput(File.ReadAllText(path), path, out _, out var errors);
        return errors.Length == 0 ? script.GetScriptBlock() : throw new ParseException(errors);
    }
}
