using System.Security.Cryptography;

namespace Trstctl.Core.Tests.Shares;

/// <summary>Points of P-256 through the platform, and bytes that are none.</summary>
public static class Points
{
    // (0, sqrt(b)) is on the curve; with X = p in its place the same residue is written out of range.
    internal static readonly byte[] RootOfB = Convert.FromHexString("66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4");

    private static readonly byte[] Prime = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");

    public static TheoryData<string, byte[]> Bad()
    {
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var good = Of(pair);
        return new()
        {
            { "empty", [] },
            { "infinity", [0] },
            { "infinity, filled up", new byte[65] },
            { "X = Y = 0", [4, .. new byte[64]] },
            { "off the curve", [.. good[..64], (byte)(good[64] ^ 1)] },
            { "X out of range", [4, .. Prime, .. RootOfB] },
            { "compressed", [(byte)(2 + (good[64] & 1)), .. good[1..33]] },
            { "hybrid", [(byte)(6 + (good[64] & 1)), .. good[1..]] },
            { "too long", [.. good, 0] },
        };
    }

    public static byte[] Of(ECDiffieHellman key)
    {
        var q = key.ExportParameters(false).Q;
        return [4, .. q.X!, .. q.Y!];
    }

    public static ECDiffieHellman Import(byte[] point) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] },
    });
}
