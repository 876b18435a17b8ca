namespace Trstctl.Primitives;

/// <summary>Digests read aloud: bytes at even places are words of two syllables, those at odd places words of three, so that a
/// lost, repeated or exchanged word is noticed.</summary>
public static class PgpWords
{
    private static readonly string[][] Lists = [PgpWordLists.TwoSyllables, PgpWordLists.ThreeSyllables];

    private static readonly Dictionary<string, byte>[] Bytes = [.. Lists.Select(list =>
        Enumerable.Range(0, list.Length).ToDictionary(i => list[i], i => (byte)i, AsciiFold.Comparer))];

    private const int Recognising = 8;
    private const int Anchoring = 16;

    /// <summary>Eight words, 64 bits: by which people see that they have the same thing before them, where nothing is decided by
    /// that alone.</summary>
    public static string Recognise(Digest digest) => First(Recognising, digest);

    /// <summary>Sixteen words, 128 bits: by which people compare what is trusted from then on.</summary>
    public static string Anchor(Digest digest) => First(Anchoring, digest);

    public static IReadOnlyList<string> Encode(byte[] value) => [.. value.Select((b, place) => Lists[place % 2][b])];

    /// <summary>The bytes of the words, whatever their case; false for a word that is unknown or stands at the wrong place.</summary>
    public static bool TryDecode(IEnumerable<string> words, out byte[] value)
    {
        var bytes = new List<byte>();
        foreach (var word in words)
        {
            if (!Bytes[bytes.Count % 2].TryGetValue(word, out var b))
            {
                value = [];
                return false;
            }

            bytes.Add(b);
        }

        value = [.. bytes];
        return true;
    }

    private static string First(int count, Digest digest) => string.Join(" ", Encode(digest.ToArray()).Take(count));
}
