using System.Numerics;

namespace Trstctl.Keys;

/// <summary>Fermat's factorization: finds primes that are close to each other (CA/B BR 6.1.1.3, CVE-2022-26320).</summary>
internal static class FermatFactoring
{
    /// <summary>Rounds after which the Baseline Requirements let a key pass.</summary>
    public const int Rounds = 100;

    /// <summary>Whether an odd number falls apart within the rounds.</summary>
    public static bool Succeeds(BigInteger modulus)
    {
        var middle = IntegerRoot.Floor(modulus);
        if (middle * middle < modulus)
        {
            middle++;
        }

        for (var round = 0; round < Rounds; round++, middle++)
        {
            if (IntegerRoot.IsSquare((middle * middle) - modulus))
            {
                return true;
            }
        }

        return false;
    }
}
