using System.Globalization;

namespace Trstctl.Ledger;

/// <summary>A point of the ledger: its size in events and the root of the tree of that size.</summary>
internal sealed record LedgerPoint(long Size, Digest Root)
{
    public JsonObject ToJson() => Fields.Write(this, Declare);

    public static LedgerPoint Declare(Fields f, LedgerPoint? p) => new(f.Sequence("size", p?.Size), f.Digest("root", p?.Root));

    /// <summary>As people read it to each other: "size root", the root in hex.</summary>
    public static LedgerPoint Parse(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size <= JsonInteger.Largest
            && Hex.TryDecode(parts[1], out var root)
            && root.Length == Digest.Length
            ? new LedgerPoint(size, new Digest(root))
            : throw new TrstException(
                ErrorId.InvalidArgument, "AcceptCheckpoint", "a size and a root in hex, as \"120 5ea1...\"",
                $"\"{CanonicalText.Escape(text)}\"");
    }

    public override string ToString() => $"{Size.ToString(CultureInfo.InvariantCulture)} {Root.Hex}";
}
