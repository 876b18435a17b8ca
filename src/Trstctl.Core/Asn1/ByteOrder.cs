namespace Trstctl.Asn1;

/// <summary>Orders byte strings as unsigned numbers, the shorter first where one is the other's beginning.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static readonly ByteOrder Instance = new();

    public int Compare(byte[]? x, byte[]? y) => (x ?? []).AsSpan().SequenceCompareTo(y ?? []);
}
