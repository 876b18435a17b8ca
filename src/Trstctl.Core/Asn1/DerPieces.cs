namespace Trstctl.Asn1;

/// <summary>DER put together of pieces that stay where they are: what is only compared, or nested deeply, is not copied for each
/// level.</summary>
internal sealed class DerPieces
{
    private readonly List<byte[]> pieces = [];

    public void Add(params byte[][] parts) => pieces.AddRange(parts);

    /// <summary>What is added until the end of the scope stands in an element of this tag.</summary>
    public Scope In(byte tag)
    {
        pieces.Add([]);
        return new(this, tag, pieces.Count - 1);
    }

    public byte[] ToArray()
    {
        var (result, at) = (new byte[LengthFrom(0)], 0);
        foreach (var piece in pieces)
        {
            piece.CopyTo(result, at);
            at += piece.Length;
        }

        return result;
    }

    public bool SequenceEqual(byte[] other)
    {
        if (LengthFrom(0) != other.Length)
        {
            return false;
        }

        var at = 0;
        foreach (var piece in pieces)
        {
            if (!piece.AsSpan().SequenceEqual(other.AsSpan(at, piece.Length)))
            {
                return false;
            }

            at += piece.Length;
        }

        return true;
    }

    private int LengthFrom(int first)
    {
        var length = 0;
        for (var i = first; i < pieces.Count; i++)
        {
            length += pieces[i].Length;
        }

        return length;
    }

    /// <summary>An element that is not complete yet: its header comes when its length is known.</summary>
    public readonly struct Scope(DerPieces all, byte tag, int header) : IDisposable
    {
        public void Dispose() => all.pieces[header] = Der.Header(tag, all.LengthFrom(header + 1));
    }
}
