using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trstctl.Certificates;

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

    public static IPRange? FromBytes(byte[] bytes) => bytes.Length is 8 or 32
        ? new IPRange(bytes.AsSpan(0, bytes.Length / 2).ToArray(), bytes.AsSpan(bytes.Length / 2).ToArray())
        : null;

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

    public byte[] ToBytes() => [.. address, .. mask];

    public bool Contains(IPRange other) => address.Length == other.address.Length
        && Enumerable.Range(0, mask.Length).All(i =>
            (mask[i] & other.mask[i]) == mask[i] && ((address[i] ^ other.address[i]) & mask[i]) == 0);

    public IPRange? Intersect(IPRange other) => address.Length == other.address.Length
        && Enumerable.Range(0, mask.Length).All(i => ((address[i] ^ other.address[i]) & mask[i] & other.mask[i]) == 0)
        ? new IPRange(
            address.Zip(other.address, (a, b) => (byte)(a | b)).ToArray(),
            mask.Zip(other.mask, (a, b) => (byte)(a | b)).ToArray())
        : null;

    public override string ToString()
    {
        var ones = mask.TakeWhile(b => b == 0xFF).Count() * 8;
        if (ones < mask.Length * 8)
        {
            for (int b = mask[ones / 8]; (b & 0x80) != 0; b = (b << 1) & 0xFF)
            {
                ones++;
            }
        }

        var contiguous = Mask(mask.Length, ones).AsSpan().SequenceEqual(mask);
        return $"{new IPAddress(address)}/{(contiguous ? ones.ToString(CultureInfo.InvariantCulture) : new IPAddress(mask).ToString())}";
    }

    private static byte[] Mask(int bytes, int ones) => Enumerable.Range(0, bytes)
        .Select(i => (byte)(0xFF00 >> Math.Max(0, Math.Min(8, ones - (8 * i))) & 0xFF))
        .ToArray();
}
