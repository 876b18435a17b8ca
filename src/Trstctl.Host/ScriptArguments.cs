using System.Collections;

namespace Trstctl.Host;

/// <summary>Command-line words as a script's arguments: -Name, -Name value, -Name:value, or a bare value.</summary>
internal sealed record ScriptArguments(Hashtable Named, object[] Positional)
{
    public static ScriptArguments Parse(IReadOnlyList<string> words)
    {
        var named = new Hashtable(StringComparer.OrdinalIgnoreCase);
        var positional = new List<object>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!IsName(word))
            {
                positional.Add(word);
            }
            else if (word.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                named[word[1..colon]] = Value(word[(colon + 1)..]);
            }
            else if (i + 1 < words.Count && !IsName(words[i + 1]))
            {
                named[word[1..]] = words[++i];
            }
            else
            {
                named[word[1..]] = true;
            }
        }

        return new ScriptArguments(named, [.. positional]);
    }

    private static bool IsName(string word) => word.Length > 1 && word[0] == '-' && char.IsLetter(word[1]);

    private static object Value(string text) => text switch
    {
        "$true" => true,
        "$false" => false,
        _ => text,
    };
}
