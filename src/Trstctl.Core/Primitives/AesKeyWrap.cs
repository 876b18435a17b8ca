namespace Trstctl.Primitives;

/// <summary>AES key wrap (RFC 3394 2.2), in pinned arrays.</summary>
internal static class AesKeyWrap
{
    private const int Half = AesBlocks.Length / 2;
    private const int Rounds = 6;

    public static byte[] Wrap(byte[] kek, byte[] key)
    {
        using var aes = new AesBlocks(kek, encrypts: true);
        using var register = new SecretBytes(Half + key.Length);
        register.Bytes.AsSpan(0, Half).Fill(0xA6);
        Buffer.BlockCopy(key, 0, register.Bytes, Half, key.Length);
        using var block = new SecretBytes(AesBlocks.Length);
        for (var step = 1; step <= Rounds * (key.Length / Half); step++)
        {
            var at = Place(step, key);
            Buffer.BlockCopy(register.Bytes, 0, block.Bytes, 0, Half);
            Buffer.BlockCopy(register.Bytes, at, block.Bytes, Half, Half);
            using var result = aes.Apply(block.Bytes);
            result.Bytes[Half - 1] ^= (byte)step;
            Buffer.BlockCopy(result.Bytes, 0, register.Bytes, 0, Half);
            Buffer.BlockCopy(result.Bytes, Half, register.Bytes, at, Half);
        }

        return (byte[])register.Bytes.Clone();
    }

    /// <summary>The key; null where it was wrapped under another one, or altered.</summary>
    public static SecretBytes? Unwrap(byte[] kek, byte[] wrapped)
    {
        if (wrapped.Length is < 3 * Half or > 5 * Half || wrapped.Length % Half != 0)
        {
            return null;
        }

        using var aes = new AesBlocks(kek, encrypts: false);
        using var register = SecretBytes.Take((byte[])wrapped.Clone());
        var key = new SecretBytes(wrapped.Length - Half);
        using var block = new SecretBytes(AesBlocks.Length);
        for (var step = Rounds * (key.Length / Half); step > 0; step--)
        {
            var at = Place(step, key.Bytes);
            register.Bytes[Half - 1] ^= (byte)step;
            Buffer.BlockCopy(register.Bytes, 0, block.Bytes, 0, Half);
            Buffer.BlockCopy(register.Bytes, at, block.Bytes, Half, Half);
            using var result = aes.Apply(block.Bytes);
            Buffer.BlockCopy(result.Bytes, 0, register.Bytes, 0, Half);
            Buffer.BlockCopy(result.Bytes, Half, register.Bytes, at, Half);
        }

        Buffer.BlockCopy(register.Bytes, Half, key.Bytes, 0, key.Length);
        if (FixedTime.Equals(register.Bytes.AsSpan(0, Half).ToArray(), [0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6]))
        {
            return key;
        }

        key.Dispose();
        return null;
    }

    // Which half block the step changes. With at most four of them the step fits the one byte that is counted in.
    private static int Place(int step, byte[] key) => Half * (1 + ((step - 1) % (key.Length / Half)));
}
