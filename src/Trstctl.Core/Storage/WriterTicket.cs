namespace Trstctl.Storage;

/// <summary>
/// A place in the order of arrival: a file that its waiter holds open, named by a number above all others. The system lets go of the file
/// of a process that died, and who waits behind it removes it. The order is a courtesy that keeps nobody out: a folder that somebody
/// filled with names of his own, or that cannot be used, costs the order and nothing else.
/// </summary>
internal sealed class WriterTicket : IDisposable
{
    private const int Digits = 16;
    private const int NameLength = Digits + 1 + 32;
    private const long Largest = 9_999_999_999_999_999;
    private const int MaxTickets = 4096;

    // Whether somebody still waits is asked often; whether he still lives, seldom.
    private const int LooksBetweenProofs = 16;

    private readonly string folder;
    private readonly string name;
    private readonly FileStream file;
    private string? ahead;
    private int looks;
    private bool isFirst;

    private WriterTicket(string folder, string name, FileStream file)
    {
        this.folder = folder;
        this.name = name;
        this.file = file;
    }

    /// <summary>True where nobody waits, dead tickets aside that nobody removed yet.</summary>
    public static bool IsEmpty(string folder) => Names(folder).Length == 0;

    /// <summary>Null where there can be none.</summary>
    public static WriterTicket? Take(string folder)
    {
        try
        {
            // Whose folder it leads to is not ours to restrict.
            if (OwnerOnly.IsLink(folder))
            {
                return null;
            }

            OwnerOnly.CreateDirectory(folder);
            while (true)
            {
                var last = Names(folder).OrderBy(other => other, StringComparer.Ordinal).LastOrDefault();
                var number = last is null ? 1 : Math.Min(NumberOf(last), Largest - 1) + 1;
                var name = FormattableString.Invariant($"{number:D16}-{Guid.NewGuid():N}");
                if (TryCreate(Path.Combine(folder, name)) is { } file)
                {
                    return new WriterTicket(folder, name, file);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrstException)
        {
            return null;
        }
    }

    /// <summary>True once nobody who lives came before.</summary>
    public bool IsFirst()
    {
        if (isFirst || (ahead is not null && ++looks % LooksBetweenProofs != 0 && File.Exists(ahead)))
        {
            return isFirst;
        }

        ahead = Before().Select(before => Path.Combine(folder, before)).FirstOrDefault(IsHeld);
        return isFirst = ahead is null;
    }

    public int CountBefore() => Before().Length;

    public void Dispose() => file.Dispose();

    // The nearest first: he is the last who will have gone.
    private string[] Before() => [.. Names(folder)
        .Where(other => string.CompareOrdinal(other, name) < 0)
        .OrderByDescending(other => other, StringComparer.Ordinal)];

    private static string[] Names(string folder)
    {
        try
        {
            return Directory.Exists(folder) && !OwnerOnly.IsLink(folder)
                ? [.. Directory.EnumerateFiles(folder).Take(MaxTickets).Select(path => Path.GetFileName(path)).Where(IsTicket)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsTicket(string name) => name.Length == NameLength
        && name[Digits] == '-'
        && name.Take(Digits).All(c => c is >= '0' and <= '9')
        && name.Skip(Digits + 1).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private static long NumberOf(string name) =>
        long.Parse(name.Substring(0, Digits), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    // Between its making and its locking somebody may have taken the file for a dead one's.
    private static FileStream? TryCreate(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            if (File.Exists(path))
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (IOException e) when (WriterQueue.IsTaken(e))
        {
            return null;
        }
    }

    // What nobody holds is removed as it is let go.
    private static bool IsHeld(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return false;
        }
        catch (IOException e) when (WriterQueue.IsTaken(e))
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
