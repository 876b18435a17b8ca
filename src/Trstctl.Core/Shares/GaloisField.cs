namespace Trstctl.Shares;

/// <summary>GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, the field of AES (FIPS 197, 4.2). Addition is exclusive or. No table and no
/// branch depends on an operand, so that time and cache say nothing about shares.</summary>
internal static class GaloisField
{
    private const int Polynomial = 0x11B;

    public static int Multiply(int left, int right)
    {
        var product = 0;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= left & -(right & 1);
            right >>= 1;
            left = (left << 1) ^ (Polynomial & -(left >> 7));
        }

        return product;
    }

    /// <summary>The inverse as the power 254 (the group has 255 elements); 0 for 0.</summary>
    public static int Invert(int value)
    {
        // 254 = 2 + 4 + 8 + 16 + 32 + 64 + 128.
        var power = value;
        var inverse = 1;
        for (var bit = 1; bit < 8; bit++)
        {
            power = Multiply(power, power);
            inverse = Multiply(inverse, power);
        }

        return inverse;
    }
}
