using System.Numerics;

namespace Trstctl.Keys;

/// <summary>Square roots of large numbers, exact.</summary>
internal static class IntegerRoot
{
    /// <summary>Of a number that is not negative; 0 for 0.</summary>
    public static int BitLength(BigInteger number)
    {
        if (number.Sign <= 0)
        {
            return 0;
        }

        var bytes = number.ToByteArray();
        var top = bytes.Length - 1;
        while (bytes[top] == 0)
        {
            top--;
        }

        var bits = 8 * top;
        for (int value = bytes[top]; value > 0; value >>= 1)
        {
            bits++;
        }

        return bits;
    }

    /// <summary>The largest number whose square is not above the given one, which is not negative (Newton).</summary>
    public static BigInteger Floor(BigInteger number)
    {
        if (number.Sign <= 0)
        {
            return BigInteger.Zero;
        }

        var root = BigInteger.One << ((BitLength(number) + 1) / 2);
        while (true)
        {
            var next = (root + (number / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    public static bool IsSquare(BigInteger number)
    {
        // Squares end in 0, 1, 4, 9, 16, 17, 25, 33, 36, 41, 49 or 57 modulo 64; this spares most roots.
        if (number.Sign < 0 || ((0x0202021202030213UL >> (int)(number & 63)) & 1) == 0)
        {
            return false;
        }

        var root = Floor(number);
        return root * root == number;
    }
}
