namespace Trstctl.Shares;

/// <summary>Shamir's secret sharing, byte by byte over <see cref="GaloisField"/>: the secret is the polynomial's value at 0, the
/// share of number x its value at x. A point is x and the share's bytes.</summary>
internal static class Shamir
{
    public const int MaxHolders = 255;

    /// <summary>The shares for x = 1 to <paramref name="holders"/>, of a fresh polynomial; the caller disposes them.</summary>
    public static IReadOnlyList<SecretBytes> Split(SecretBytes secret, int needed, int holders)
    {
        Within(holders, 1, MaxHolders, nameof(holders));
        Within(needed, 1, holders, nameof(needed));
        Within(secret.Length, 1, int.MaxValue / MaxHolders, nameof(secret));

        // Every coefficient is uniform, the highest too: were 0 excluded there, needed - 1 shares would exclude a secret.
        using var coefficients = SecretBytes.Random(secret.Length * (needed - 1));
        return Enumerable.Range(1, holders).Select(x => Evaluate(secret, coefficients, x)).ToArray();
    }

    /// <summary>The value at <paramref name="at"/> of the lowest polynomial through all the points; 0 gives the secret.
    /// <see cref="ErrorId.ShareInvalid"/> for x outside 1 to 255, an x given twice, and for lengths that differ or are zero.</summary>
    public static SecretBytes Interpolate(IReadOnlyList<KeyValuePair<int, SecretBytes>> points, int at)
    {
        Within(at, 0, MaxHolders, nameof(at));
        DemandUsable(points);
        var value = new SecretBytes(points[0].Value.Length);
        foreach (var point in points)
        {
            var weight = Weight(points, point.Key, at);
            var share = point.Value.Bytes;
            for (var i = 0; i < share.Length; i++)
            {
                value.Bytes[i] ^= (byte)GaloisField.Multiply(weight, share[i]);
            }
        }

        return value;
    }

    /// <summary>Demands that the first <paramref name="needed"/> points determine all the others;
    /// <see cref="ErrorId.ShareInvalid"/> names the first that lies elsewhere.</summary>
    public static void DemandOnePolynomial(IReadOnlyList<KeyValuePair<int, SecretBytes>> points, int needed)
    {
        Within(needed, 1, MaxHolders, nameof(needed));
        DemandUsable(points);
        if (points.Count < needed)
        {
            throw Invalid(points[points.Count - 1].Key, $"there are {points.Count} shares, and {needed} determine a polynomial");
        }

        var first = points.Take(needed).ToArray();
        foreach (var point in points.Skip(needed))
        {
            using var value = Interpolate(first, point.Key);
            if (!FixedTime.Equals(value.Bytes, point.Value.Bytes))
            {
                throw Invalid(point.Key, "it does not lie on the polynomial of the others");
            }
        }
    }

    private static SecretBytes Evaluate(SecretBytes secret, SecretBytes coefficients, int x)
    {
        var length = secret.Length;
        var share = new SecretBytes(length);
        for (var i = 0; i < length; i++)
        {
            var value = 0;
            for (var offset = coefficients.Length - length + i; offset >= 0; offset -= length)
            {
                value = GaloisField.Multiply(value ^ coefficients.Bytes[offset], x);
            }

            share.Bytes[i] = (byte)(value ^ secret.Bytes[i]);
        }

        return share;
    }

    // Lagrange: the product over the other points of (at - other) / (x - other), where minus is exclusive or.
    private static int Weight(IReadOnlyList<KeyValuePair<int, SecretBytes>> points, int x, int at)
    {
        var numerator = 1;
        var denominator = 1;
        foreach (var other in points.Select(point => point.Key).Where(other => other != x))
        {
            numerator = GaloisField.Multiply(numerator, at ^ other);
            denominator = GaloisField.Multiply(denominator, x ^ other);
        }

        return GaloisField.Multiply(numerator, GaloisField.Invert(denominator));
    }

    private static void DemandUsable(IReadOnlyList<KeyValuePair<int, SecretBytes>> points)
    {
        if (points.Count == 0)
        {
            throw new TrstException(ErrorId.ShareInvalid, "everybody", "none was given");
        }

        var seen = new HashSet<int>();
        foreach (var point in points)
        {
            if (point.Key is < 1 or > MaxHolders)
            {
                throw Invalid(point.Key, $"its number is not within 1 to {MaxHolders}");
            }

            if (!seen.Add(point.Key))
            {
                throw Invalid(point.Key, "it was given twice");
            }

            if (point.Value.Length == 0 || point.Value.Length != points[0].Value.Length)
            {
                throw Invalid(point.Key, $"it has {point.Value.Length} bytes, the first has {points[0].Value.Length}");
            }
        }
    }

    private static void Within(int value, int min, int max, string name)
    {
        if (value < min || value > max)
        {
            throw new ArgumentOutOfRangeException(name, value, $"It must be within {min} to {max}.");
        }
    }

    private static TrstException Invalid(int x, string reason) => new(ErrorId.ShareInvalid, $"number {x}", reason);
}
