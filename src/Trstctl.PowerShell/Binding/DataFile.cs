using System.Collections;
using System.Management.Automation.Language;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>A .psd1 file: one hashtable of constants. It is parsed and never run; a repeated key is PowerShell's own parse error.</summary>
internal static class DataFile
{
    public static CASpecInput Read(string path)
    {
        var script = Parser.ParseInput(CASpecFile.ReadText(path), out _, out var errors);
        if (errors.Length > 0)
        {
            throw new TrstException(ErrorId.FileUnreadable, path, errors[0].Message);
        }

        if (script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
        {
            throw new TrstException(ErrorId.FileUnreadable, path, "it holds no hashtable");
        }

        try
        {
            return CASpecFile.FromTable(((Hashtable)table.SafeGetValue()).Cast<DictionaryEntry>()
                .Select(entry => new KeyValuePair<string, object>(entry.Key.ToString()!, Plain(entry.Value!))));
        }
        catch (InvalidOperationException e)
        {
            throw new TrstException(ErrorId.FileUnreadable, e, path, path, "it holds more than constants");
        }
    }

    private static object Plain(object value) =>
        value is object[] items ? items.Select(item => item?.ToString() ?? string.Empty).ToArray() : value;
}
