namespace Trstctl.Core.Tests.Shares;

/// <summary>Multiplication as the textbook has it: the product of two polynomials over GF(2), then the remainder by 0x11B.</summary>
internal static class FieldModel
{
    public static int Multiply(int a, int b)
    {
        var product = 0;
        for (var i = 0; i < 8; i++)
        {
            if ((b >> i & 1) == 1)
            {
                product ^= a << i;
            }
        }

        for (var degree = 14; degree >= 8; degree--)
        {
            if ((product >> degree & 1) == 1)
            {
                product ^= 0x11B << (degree - 8);
            }
        }

        return product;
    }
}
