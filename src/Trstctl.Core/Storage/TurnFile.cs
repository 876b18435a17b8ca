using System.Globalization;
using System.Text;

namespace Trstctl.Storage;

/// <summary>
/// What is written at every act: two files in turn, each in place, so that who dies in the middle of one leaves the other as it was.
/// Beside a rename it spares the file system's journal, which takes longer for it than for all else of the act. A line tells a file that is
/// whole: SHA-256 of the rest, in hex; the turn; the length of the content. What stands behind the content is of an earlier turn.
/// </summary>
internal sealed record TurnFile(long Turn, byte[] Content)
{
    private const int HeaderLength = Digits + 1 + NumberLength + 1 + NumberLength + 1;
    private const int Digits = 64;
    private const int NumberLength = 19;

    /// <summary>Of the first turn there is no other to fall back on.</summary>
    public bool IsFirst => Turn == 1;

    /// <summary>Of both.</summary>
    public static IEnumerable<string> Names(string name) => [NameOf(name, 1), NameOf(name, 2)];

    /// <summary>The next turn after this, or the first.</summary>
    public static TurnFile Next(TurnFile? before, byte[] content) => new((before?.Turn ?? 0) + 1, content);

    /// <summary>The file of this turn.</summary>
    public string NameIn(string name) => NameOf(name, Turn);

    /// <summary>The newest that is whole; null where no file is there.</summary>
    /// <param name="files">Null of one that is not there.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/>: none of those that are there is whole.</exception>
    public static TurnFile? Newest(string name, IReadOnlyList<byte[]?> files)
    {
        var newest = files.OfType<byte[]>().Select(Whole).OfType<TurnFile>().OrderByDescending(file => file.Turn).FirstOrDefault();
        return newest is null && files.Any(file => file is not null)
            ? throw new TrstException(ErrorId.FormatInvalid, name, "it is not whole")
            : newest;
    }

    public byte[] ToBytes()
    {
        var rest = Rest(Turn, Content);
        return [.. Encoding.ASCII.GetBytes(Digest.Of(rest).Hex + " "), .. rest];
    }

    private static TurnFile? Whole(byte[] file)
    {
        if (file.Length < HeaderLength
            || !TryNumber(file, Digits + 1, out var turn)
            || !TryNumber(file, Digits + 1 + NumberLength + 1, out var length)
            || length > file.Length - HeaderLength)
        {
            return null;
        }

        var found = new TurnFile(turn, file.AsSpan(HeaderLength, (int)length).ToArray());
        return found.ToBytes().AsSpan().SequenceEqual(file.AsSpan(0, HeaderLength + (int)length)) ? found : null;
    }

    private static byte[] Rest(long turn, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{turn:D19} {content.Length:D19}\n")), .. content];

    private static bool TryNumber(byte[] file, int from, out long number) => long.TryParse(
        Encoding.ASCII.GetString(file, from, NumberLength), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string NameOf(string name, long turn) => $"{name}.{(turn % 2 == 1 ? 1 : 2)}";
}
