using System.Globalization;

namespace Trstctl.Ledger;

/// <summary>C2SP tlog-checkpoint: a tenant's tree size and root. Extension lines are refused; this ledger writes none.</summary>
internal sealed class Checkpoint
{
    private const string What = "checkpoint";

    public Checkpoint(string origin, long size, Digest root)
    {
        Origin = SignedNote.IsKeyName(origin) ? origin : throw Fault("its origin is empty or holds white space or a plus sign");
        Size = size is >= 0 and <= JsonInteger.Largest ? size : throw Fault("its size is out of range");
        Root = size > 0 || root == Merkle.EmptyRoot ? root : throw Fault("its root is not that of an empty tree");
    }

    public string Origin { get; }

    public long Size { get; }

    public Digest Root { get; }

    public static string OriginOf(string tenantId) => "trstctl/" + tenantId;

    public string ToText() =>
        $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(Root.ToArray())}\n";

    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 4 || lines[3].Length != 0)
        {
            throw Fault("it is not origin, size and root, each on a line");
        }

        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !string.Equals(size.ToString(CultureInfo.InvariantCulture), lines[1], StringComparison.Ordinal))
        {
            throw Fault("its size is not a decimal number without leading zeros");
        }

        return StandardBase64.TryDecode(lines[2], out var root) && root.Length == Digest.Length
            ? new Checkpoint(lines[0], size, new Digest(root))
            : throw Fault("its root is not base64 of 32 bytes");
    }

    /// <summary>The signed note; the key's name is the origin.</summary>
    public string Sign(params LedgerKey[] keys) => SignedNote.Sign(ToText(), Origin, keys);

    /// <summary>The checkpoint of this tenant under this key, or <see cref="ErrorId.FormatInvalid"/>.</summary>
    public static Checkpoint Open(string note, string tenantId, byte[] ledgerPublicKey)
    {
        var origin = OriginOf(tenantId);
        var checkpoint = Parse(SignedNote.Open(note, origin, ledgerPublicKey));
        return string.Equals(checkpoint.Origin, origin, StringComparison.Ordinal)
            ? checkpoint
            : throw Fault("its origin is another ledger");
    }

    private static TrstException Fault(string reason) => new(ErrorId.FormatInvalid, What, reason);
}
