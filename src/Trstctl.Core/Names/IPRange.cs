using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trstctl.Names;

/// <summary>An address and mask (RFC 5280 4.2.1.10: 8 bytes for IPv4, 32 for IPv6); the address holds no bit outside the mask.</summary>
internal sealed class IPRange
{
    private readonly byte[] address;
    private readonly byte[] mask;

    private IPRange(byte[] address, byte[] mask)
    {
        this.mask = mask;
        this.address = address.Zip(mask, (a, m) => (byte)(a & m)).ToArray();
    }

    /// <summary>Null where the length is wrong or the mask is no prefix (RFC 4632), which verifiers read differently or refuse.</summary>
    public static IPRange? FromBytes(byte[] bytes)
    {
        if (bytes.Length is not (8 or 32))
        {
            return null;
        }

        var range = new IPRange(bytes.AsSpan(0, bytes.Length / 2).ToArray(), bytes.AsSpan(bytes.Length / 2).ToArray());
        return Mask(range.mask.Length, range.Prefix).AsSpan().SequenceEqual(range.mask) ? range : null;
    }

    /// <summary>One address, of 4 or 16 bytes.</summary>
    public static IPRange? OfAddress(byte[] address) =>
        address.Length is 4 or 16 ? new IPRange(address, Mask(address.Length, address.Length * 8)) : null;

    /// <summary>CIDR text; null where it is none. A bare address is a range of one.</summary>
    public static IPRange? Parse(string text)
    {
        var slash = text.IndexOf('/');
        var host = slash < 0 ? text : text.Substring(0, slash);
        if (!IPAddress.TryParse(host, out var parsed) || host.Contains('%') || host.Contains('[')
            || (parsed.AddressFamily == AddressFamily.InterNetwork && host.Count(c => c == '.') != 3))
        {
            return null;
        }

        var bytes = parsed.GetAddressBytes();
        var prefix = bytes.Length * 8;
        if (slash >= 0 && !int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix))
        {
            return null;
        }

        return prefix <= bytes.Length * 8 ? new IPRange(bytes, Mask(bytes.Length, prefix)) : null;
    }

    public byte[] Address => (byte[])address.Clone();

    public byte[] ToBytes() => [.. address, .. mask];

    public bool Contains(IPRange other) => address.Length == other.address.Length
        && Enumerable.Range(0, mask.Length).All(i =>
            (mask[i] & other.mask[i]) == mask[i] && ((address[i] ^ other.address[i]) & mask[i]) == 0);

    /// <summary>One address of this range that lies in none of the others; null where they cover it together.</summary>
    public IPRange? Outside(IReadOnlyList<IPRange> others)
    {
        var inside = others.Where(Contains).ToArray();
        return others.Any(other => other.Contains(this)) ? null
            : inside.Length == 0 ? new IPRange(address, Mask(mask.Length, mask.Length * 8))
            : Half(0).Outside(inside) ?? Half(1).Outside(inside);
    }

    public override string ToString() => $"{new IPAddress(address)}/{Prefix.ToString(CultureInfo.InvariantCulture)}";

    private int Prefix => mask.TakeWhile(b => b == 0xFF).Count() * 8
        + mask.SkipWhile(b => b == 0xFF).Take(1).Sum(b => Enumerable.Range(0, 8).TakeWhile(i => (b & (0x80 >> i)) != 0).Count());

    private IPRange Half(int bit)
    {
        var prefix = Prefix;
        var start = (byte[])address.Clone();
        start[prefix / 8] |= (byte)(bit << (7 - (prefix % 8)));
        return new IPRange(start, Mask(mask.Length, prefix + 1));
    }

    private static byte[] Mask(int bytes, int ones) => Enumerable.Range(0, bytes)
        .Select(i => (byte)(0xFF00 >> Math.Max(0, Math.Min(8, ones - (8 * i))) & 0xFF))
        .ToArray();
}
