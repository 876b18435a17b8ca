namespace Trstctl.Paths;

/// <summary>Makes a certificate again over throw-away keys: key, signature and signature algorithm are others, every other byte
/// is the same. Key identifiers stay too: nothing derives them again when a path is built, so that what matched still matches,
/// and what did not does not.</summary>
internal static class Remake
{
    private static readonly byte[] Algorithm = KeyAlgorithm.EcdsaP256.SignatureIdentifier();

    public static byte[] Certificate(CertificateParts original, IOpenKey subject, IOpenKey signer)
    {
        var fields = original.Tbs.Children.Select(field =>
            field.Offset == original.Algorithm.Offset ? Algorithm
            : field.Offset == original.Spki.Offset ? subject.SubjectPublicKeyInfo
            : field.Encoded);
        return Sign(Der.Sequence(fields.ToArray()), signer);
    }

    public static byte[] Sign(byte[] tbs, IOpenKey signer) => Der.Sequence(tbs, Algorithm, Der.BitString(signer.Sign(tbs)));
}
