namespace Trstctl.Primitives;

/// <summary>What somebody may have meant who typed a name that there is not.</summary>
internal static class Spelling
{
    // Of what is longer nobody knows what was meant, and comparing costs the square of it.
    private const int Longest = 64;

    /// <summary>" (did you mean Rotation?)", or nothing.</summary>
    public static string DidYouMean(string typed, IEnumerable<string> known) =>
        Nearest(typed, known) is { } near ? $" (did you mean {near}?)" : string.Empty;

    /// <summary>The one that is least far away, where not more than a third of what was typed is wrong. What begins alike is nearer: people
    /// know how a word begins.</summary>
    public static string? Nearest(string typed, IEnumerable<string> known)
    {
        var wanted = AsciiFold.Lower(typed.Trim());
        return wanted.Length is 0 or > Longest
            ? null
            : known
                .Where(name => name.Length <= Longest)
                .Select(name => (Name: name, Distance: Distance(wanted, AsciiFold.Lower(name))))
                .Where(near => near.Distance <= 1 + wanted.Length / 3 || Begun(wanted, AsciiFold.Lower(near.Name)) == wanted.Length)
                .OrderBy(near => near.Distance - Begun(wanted, AsciiFold.Lower(near.Name)))
                .Select(near => near.Name)
                .FirstOrDefault();
    }

    private static int Begun(string one, string other) => one.Zip(other, (a, b) => a == b).TakeWhile(same => same).Count();

    // Of Levenshtein: so many letters are added, left out or changed.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var k = 1; k <= other.Length; k++)
            {
                var replaced = diagonal + (one[i - 1] == other[k - 1] ? 0 : 1);
                diagonal = row[k];
                row[k] = Math.Min(replaced, 1 + Math.Min(row[k], row[k - 1]));
            }
        }

        return row[other.Length];
    }
}
