using System.Globalization;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>What a code point is in text.</summary>
internal enum CharacterKind
{
    /// <summary>Not in the table: text cannot hold it.</summary>
    Unlisted,
    Blank,
    Letter,
    Mark,
    Digit,

    /// <summary>Punctuation and symbols.</summary>
    Other,
}

/// <summary>The code points that text may hold, with their scripts, how they fold and which look alike: <c>UnicodeTable.txt</c>, of
/// Unicode 6.0. A replay asks nothing else about text, so that its verdict is the same on every host and for ever: a host's own
/// tables differ, and grow with every Unicode. Only normalisation is the host's, and only of what is listed here, where it never
/// changes.</summary>
internal static class UnicodeTable
{
    /// <summary>Han, Hiragana, Katakana, Bopomofo and Hangul, which one name may mix.</summary>
    public const string EastAsian = "EastAsian";

    /// <summary>The script of code points that any script may use.</summary>
    public const string Common = "Common";

    private const string Resource = "Trstctl.UnicodeTable.txt";

    private static readonly List<(int First, int Last, string Script, CharacterKind Kind)> Points = [];
    private static readonly Dictionary<int, string> Folding = [];
    private static readonly Dictionary<int, string> Capitals = [];
    private static readonly Dictionary<int, string> LookAlikes = [];

    static UnicodeTable()
    {
        Dictionary<int, string>? section = null;
        foreach (var line in Encoding.ASCII.GetString(Bytes()).Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split(' ');
            if (line[0] == '[')
            {
                section = line switch { "[folding]" => Folding, "[capitals]" => Capitals, "[look-alikes]" => LookAlikes, _ => null };
            }
            else if (section is not null)
            {
                section.Add(Point(parts[0]), string.Concat(parts.Skip(1).Select(part => char.ConvertFromUtf32(Point(part)))));
            }
            else
            {
                var ends = parts[0].Split('-');
                Points.Add((Point(ends[0]), Point(ends[ends.Length - 1]), parts[1], KindOf(parts[2])));
            }
        }
    }

    public static bool Holds(int point) => point is >= ' ' and <= '~' || KindOf(point) != CharacterKind.Unlisted;

    public static CharacterKind KindOf(int point) => Find(point) is var at and >= 0 ? Points[at].Kind : CharacterKind.Unlisted;

    /// <summary>The script's name in Unicode's Scripts.txt; <see cref="Common"/> for what is not listed.</summary>
    public static string ScriptOf(int point) => Find(point) is var at and >= 0 ? Points[at].Script : Common;

    /// <summary>Code points in order; half of a surrogate pair counts as one, which no table holds.</summary>
    public static IEnumerable<int> PointsOf(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            yield return isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
        }
    }

    /// <summary>Case folding (full, locale-independent) of text in normal form KD.</summary>
    public static string Fold(string text) => Map(text, Folding);

    /// <summary>Folded text in capitals.</summary>
    public static string Capital(string text) => Map(text, Capitals);

    /// <summary>Text in normal form KD with one letter for those that look alike.</summary>
    public static string Alike(string text) => Map(text, LookAlikes);

    /// <summary>The table as it was read, for whoever holds that it is the same.</summary>
    internal static byte[] Bytes()
    {
        using var stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(Resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Map(string text, Dictionary<int, string> mapping)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (var point in PointsOf(text))
        {
            mapped.Append(mapping.TryGetValue(point, out var other) ? other : char.ConvertFromUtf32(point));
        }

        return mapped.ToString();
    }

    private static int Find(int point)
    {
        var (low, high) = (0, Points.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, _, _) = Points[middle];
            if (point >= first && point <= last)
            {
                return middle;
            }

            (low, high) = point < first ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }

    private static int Point(string hex) => int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static CharacterKind KindOf(string word) => word switch
    {
        "blank" => CharacterKind.Blank,
        "letter" => CharacterKind.Letter,
        "mark" => CharacterKind.Mark,
        "digit" => CharacterKind.Digit,
        _ => CharacterKind.Other,
    };
}
