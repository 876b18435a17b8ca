using System.Collections;
using System.Text;

namespace Trstctl.Certificates;

/// <summary>Reads specifications whose keys are named as the parameters that make one in the shell.</summary>
public static class CASpecFile
{
    private const int LargestFile = 256 * 1024;

    private static readonly Dictionary<string, Action<CASpecInput, string, object>> Setters = new(AsciiFold.Comparer)
    {
        ["Subject"] = (input, key, value) => input.Subject = Text(key, value),
        ["Validity"] = (input, key, value) => input.Validity = Text(key, value),
        ["NotAfter"] = (input, key, value) => input.NotAfter = Text(key, value),
        ["NotBefore"] = (input, key, value) => input.NotBefore = Text(key, value),
        ["KeyAlgorithm"] = (input, key, value) => input.KeyAlgorithm = Text(key, value),
        ["HashAlgorithm"] = (input, key, value) => input.HashAlgorithm = Text(key, value),
        ["Custody"] = (input, key, value) => input.Custody = Text(key, value),
        ["PathLength"] = (input, key, value) => input.PathLength = Number(key, value),
        ["PermittedName"] = (input, key, value) => input.PermittedNames = Texts(key, value),
        ["ExcludedName"] = (input, key, value) => input.ExcludedNames = Texts(key, value),
        ["ExtendedKeyUsage"] = (input, key, value) => input.ExtendedKeyUsages = Texts(key, value),
        ["CertificatePolicy"] = (input, key, value) => input.CertificatePolicies = Texts(key, value),
        ["CrlUrl"] = (input, key, value) => input.CrlUrls = Texts(key, value),
        ["Adcs"] = (input, key, value) => input.Adcs = value as bool? ?? throw Fault(key, "true or false", Name(value)),
        ["IssuerUrl"] = (input, key, value) => input.IssuerUrls = Texts(key, value),
    };

    /// <summary>A JSON file in UTF-8 of at most 256 KiB; unknown and repeated keys are refused.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.FileUnreadable"/>, <see cref="ErrorId.FormatInvalid"/> or
    /// <see cref="ErrorId.SpecInvalid"/>.</exception>
    public static CASpecInput Read(string path)
    {
        var json = new JsonParser(ReadText(path), path).ParseObject();
        return FromTable(json.Members.Select(member => new KeyValuePair<string, object>(member.Key, Plain(member.Key, member.Value))));
    }

    /// <summary>The pairs of a hashtable: text, whole numbers, or arrays of text.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.SpecInvalid"/>.</exception>
    public static CASpecInput FromTable(IEnumerable<KeyValuePair<string, object>> table)
    {
        var input = new CASpecInput();
        var seen = new HashSet<string>(AsciiFold.Comparer);
        foreach (var pair in table)
        {
            if (!Setters.TryGetValue(pair.Key, out var set))
            {
                throw Fault("a key", string.Join(", ", Setters.Keys), $"\"{CanonicalText.Escape(pair.Key)}\"");
            }

            if (!seen.Add(pair.Key))
            {
                throw Fault(pair.Key, "one value", "it twice");
            }

            set(input, pair.Key, pair.Value);
        }

        return input;
    }

    /// <summary>A text file of at most 256 KiB, in UTF-8 or as its byte order mark says.</summary>
    public static string ReadText(string path)
    {
        using var file = new MemoryStream(BoundedFile.Read(path, LargestFile), writable: false);
        try
        {
            using var reader = new StreamReader(
                file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (ArgumentException e)
        {
            throw new TrstException(ErrorId.FileUnreadable, e, path, path, e.Message);
        }
    }

    private static object Plain(string key, JsonValue value) => value switch
    {
        JsonString text => text.Value,
        JsonInteger number => number.Value,
        JsonBoolean truth => truth.Value,
        JsonArray array => array.Items.Select(item => Plain(key, item)).ToArray(),
        _ => throw Fault(key, "text, a whole number or an array of text", "something else"),
    };

    private static string Text(string key, object value) => value as string ?? throw Fault(key, "text", Name(value));

    private static int Number(string key, object value) => value switch
    {
        int number => number,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw Fault(key, "a whole number", Name(value)),
    };

    private static List<string> Texts(string key, object value) => value switch
    {
        string text => [text],
        IEnumerable items => items.Cast<object>().Select(item => Text(key, item)).ToList(),
        _ => throw Fault(key, "text or an array of text", Name(value)),
    };

    private static string Name(object? value) => value is null ? "nothing" : value.GetType().Name;

    private static TrstException Fault(string key, string expected, string found) => new(ErrorId.SpecInvalid, key, expected, found);
}
