namespace Trstctl.Certificates;

/// <summary>A SubjectPublicKeyInfo of an algorithm's exact shape around zeros: it stands where a key will come.</summary>
internal static class PlaceholderKey
{
    // Every RSA key we make has a modulus with its top bit set and the exponent 65537, so that lengths are fixed.
    public static byte[] Of(KeyAlgorithm algorithm)
    {
        var bytes = (algorithm.Bits + 7) / 8;
        return algorithm.IsRsa
            ? Spki([Der.Oid(Oids.RsaEncryption), Der.Null], Der.Sequence(Der.Integer(Enumerable.Repeat((byte)0xFF, bytes).ToArray()), Der.Integer(65537)).Length)
            : Spki([Der.Oid(Oids.EcPublicKey), Der.Oid(algorithm.CurveOid!)], 1 + (2 * bytes));
    }

    public static KeyAlgorithm? AlgorithmOf(byte[] zeroed) =>
        KeyAlgorithm.All.FirstOrDefault(algorithm => Of(algorithm).AsSpan().SequenceEqual(zeroed));

    private static byte[] Spki(byte[][] algorithm, int bits) => Der.Sequence(Der.Sequence(algorithm), Der.BitString(new byte[bits]));
}
