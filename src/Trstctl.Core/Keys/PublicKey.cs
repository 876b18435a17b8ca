using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.EC;

namespace Trstctl.Keys;

/// <summary>
/// A public key out of its SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 3279, RFC 5480, RFC 9881, RFC 9909): RSA, a point on a named
/// curve, or a post-quantum key of parameters that we know. Keys are equal however they were encoded; whether two are one key, their
/// <see cref="Identity"/> says.
/// </summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    /// <summary>What a key may be, for people.</summary>
    internal const string Kinds = "RSA, ECDSA on a named curve P-256, P-384 or P-521, ML-DSA or SLH-DSA";

    private const int SmallestPersonalRsa = 2048;
    private const int LargestPersonalRsa = 8192;

    private const int LongestKept = 1024;

    // What was read last, by its bytes: a replay asks for one key several times while it looks at its certificate.
    private static readonly Tuple<byte[], PublicKey?>?[] Last = new Tuple<byte[], PublicKey?>?[256];

    private readonly RsaNumbers? rsa;

    private PublicKey(KeyAlgorithm signsLike, byte[] octets, RsaNumbers? rsa = null)
    {
        SignsLike = signsLike;
        Octets = octets;
        this.rsa = rsa;
    }

    // RSA keys of any size are encoded and sign alike.
    private PublicKey(RsaNumbers rsa)
        : this(KeyAlgorithm.Rsa3072, rsa.Encode(), rsa)
    {
    }

    public KeyFamily Family => SignsLike.Family;

    /// <summary>By our names; null for RSA keys of a size or an exponent that no algorithm has.</summary>
    public KeyAlgorithm? Algorithm => rsa is null ? SignsLike
        : rsa.Exponent == 65537 ? KeyAlgorithm.OfRsa(rsa.Bits) : null;

    /// <summary>Of RSA and ECDSA, modulus or field size in bits; otherwise 0.</summary>
    public int Bits => rsa?.Bits ?? SignsLike.Bits;

    /// <summary>
    /// One encoding for one key, DER: a named curve with an uncompressed point; RSA with NULL parameters, ML-DSA and SLH-DSA without any.
    /// </summary>
    public byte[] Spki => Encode(SignsLike, Octets);

    /// <summary>
    /// The same for two keys exactly where they are one: SHA-256 of the key's one encoding, of RSA of the modulus alone. Who knows the
    /// private half for one exponent knows it for every other.
    /// </summary>
    public Digest Identity => Digest.Of(
        rsa is null ? Spki : Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Integer(rsa.EncodeModulus())));

    /// <summary>An algorithm whose keys are encoded and sign as this one.</summary>
    internal KeyAlgorithm SignsLike { get; }

    /// <summary>What the subjectPublicKey holds: an RSAPublicKey, an uncompressed point, or a post-quantum key.</summary>
    internal byte[] Octets { get; }

    /// <summary>Null where the key is of another kind, uses explicit curve parameters, or is malformed.</summary>
    public static PublicKey? TryRead(byte[] spki)
    {
        if (spki.Length is 0 or > LongestKept)
        {
            return Parse(spki);
        }

        ref var last = ref Last[(spki.Length + spki[spki.Length / 2] + (spki[spki.Length - 1] << 3)) % Last.Length];
        if (last is not { } known || !known.Item1.AsSpan().SequenceEqual(spki))
        {
            last = known = Tuple.Create((byte[])spki.Clone(), Parse(spki));
        }

        return known.Item2;
    }

    private static PublicKey? Parse(byte[] spki)
    {
        try
        {
            var node = DerElement.Read(spki, "public key").Expect(Der.SequenceTag);
            var algorithm = node[0].Expect(Der.SequenceTag);
            return node.Count != 2 || algorithm.Count > 2 ? null : algorithm[0].Oid() switch
            {
                Oids.RsaEncryption when algorithm.Count == 1 || algorithm[1].Encoded.AsSpan().SequenceEqual(Der.Null) => Rsa(node),
                Oids.EcPublicKey when algorithm.Count == 2 => Ec(algorithm[1], node[1].Bits()),
                var oid when algorithm.Count == 1 => SelfNamed(oid, node[1].Bits()),
                _ => null,
            };
        }
        catch (TrstException)
        {
            return null;
        }
    }

    /// <summary><see cref="Identity"/>, or of a key that nobody here can read SHA-256 of its encoding.</summary>
    internal static Digest IdentityOf(byte[] spki) => TryRead(spki)?.Identity ?? Digest.Of(spki);

    /// <exception cref="TrstException"><see cref="ErrorId.CertificateUnusable"/> where <see cref="TryRead"/> gives null.</exception>
    public static PublicKey Read(byte[] spki) =>
        TryRead(spki) ?? throw new TrstException(ErrorId.CertificateUnusable, "public key", $"its key is none of {Kinds}");

    /// <summary>The key of a person's certificate: RSA or ECDSA, because platforms and cards know no others.</summary>
    /// <exception cref="TrstException">
    /// <see cref="ErrorId.CertificateUnusable"/> for RSA below 2048 or above 8192 bits, other kinds, and certificates that are not DER.
    /// </exception>
    public static PublicKey OfCertificate(byte[] certificate)
    {
        TrstException Unusable(string reason) =>
            new(ErrorId.CertificateUnusable, $"with SHA-256 {Digest.Of(certificate).Hex}", reason);

        byte[] spki;
        try
        {
            var parsed = Asn1Object.FromByteArray(certificate);
            if (!parsed.GetEncoded(Asn1Encodable.Der).AsSpan().SequenceEqual(certificate))
            {
                throw Unusable("it is not encoded in DER");
            }

            spki = X509CertificateStructure.GetInstance(parsed).SubjectPublicKeyInfo.GetDerEncoded();
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            throw Unusable("it is not an X.509 certificate");
        }

        return TryRead(spki) is { Family: KeyFamily.Rsa or KeyFamily.Ecdsa } key
            ? key.PersonalFault(spki) is { } fault ? throw Unusable(fault) : key
            : throw Unusable("its key is neither RSA nor ECDSA on a named curve P-256, P-384 or P-521");
    }

    /// <summary>The public half of a platform key, which may live on a card.</summary>
    public static PublicKey Of(AsymmetricAlgorithm key) => key switch
    {
        RSA known => new PublicKey(RsaNumbers.Of(known.ExportParameters(false))),
        ECDsa ec => Of(ec.ExportParameters(false), KeyAlgorithm.OfCurve(ec.KeySize)),
        _ => throw new NotSupportedException(key.GetType().Name),
    };

    /// <summary>A name for people, such as "RSA-2048", "ECDSA-P384" or "ML-DSA-65".</summary>
    public static string Describe(byte[] spki) => TryRead(spki)?.ToString() ?? "unknown";

    public bool Equals(PublicKey? other) => other is not null && Family == other.Family
        && SignsLike == other.SignsLike && Octets.AsSpan().SequenceEqual(other.Octets);

    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    // Some octets out of the middle, where keys differ.
    public override int GetHashCode() => BitConverter.ToInt32(Octets, (Octets.Length / 2) - 4);

    public override string ToString() => rsa is null ? SignsLike.Name : $"RSA-{rsa.Bits}";

    /// <summary>The SubjectPublicKeyInfo around the octets of a key.</summary>
    internal static byte[] Encode(KeyAlgorithm algorithm, byte[] octets) => Der.Sequence(
        algorithm.Family switch
        {
            KeyFamily.Rsa => Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null),
            KeyFamily.Ecdsa => Der.Sequence(Der.Oid(Oids.EcPublicKey), Der.Oid(algorithm.CurveOid!)),
            _ => Der.Sequence(Der.Oid(algorithm.SignatureOid)),
        },
        Der.BitString(octets));

    /// <summary>The DER AlgorithmIdentifier of signatures by this key.</summary>
    internal byte[] SignatureIdentifier(string? hash = null) => SignsLike.SignatureIdentifier(hash);

    /// <summary>The platform's key; the caller disposes it.</summary>
    internal RSA OpenRsa()
    {
        var opened = RSA.Create();
        opened.ImportParameters(rsa!.ToParameters());
        return opened;
    }

    /// <summary>The platform's key; the caller disposes it.</summary>
    internal ECDsa OpenEcdsa() => ECDsa.Create(new ECParameters
    {
        Curve = SignsLike.Bits switch
        {
            256 => ECCurve.NamedCurves.nistP256,
            384 => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        },
        Q = new ECPoint
        {
            X = Octets.AsSpan(1, SignsLike.FieldLength).ToArray(),
            Y = Octets.AsSpan(1 + SignsLike.FieldLength).ToArray(),
        },
    });

    private static PublicKey? Rsa(DerElement spki)
    {
        var numbers = RsaNumbers.Read(spki);
        return numbers.Modulus.Sign > 0 && numbers.Bits is > 504 and <= 16_384
            && !numbers.Exponent.IsEven && numbers.Exponent > 1 && numbers.Exponent <= ulong.MaxValue
            ? new PublicKey(numbers)
            : null;
    }

    private static PublicKey? Ec(DerElement parameters, byte[] point)
    {
        if (parameters.Tag != Der.OidTag || KeyAlgorithm.OfCurve(parameters.Oid()) is not { } curve || point is not [2 or 3 or 4, _, ..])
        {
            return null;
        }

        try
        {
            // Refuses what is not on the curve.
            var decoded = CustomNamedCurves.GetByOid(new DerObjectIdentifier(curve.CurveOid)).Curve.DecodePoint(point);
            return new PublicKey(curve, decoded.Normalize().GetEncoded(compressed: false));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Zeros stand where a key will come (PlaceholderKey); nobody has the private half of such a key.
    private static PublicKey? SelfNamed(string oid, byte[] key)
    {
        var algorithm = KeyAlgorithm.Known.FirstOrDefault(a => a.NamesItself && a.SignatureOid == oid);
        return algorithm?.PublicKeyLength == key.Length && key.Any(b => b != 0) ? new PublicKey(algorithm, key) : null;
    }

    private static PublicKey Of(ECParameters key, KeyAlgorithm curve)
    {
        // Some platforms leave out leading zeros.
        var octets = new byte[curve.PublicKeyLength];
        octets[0] = 4;
        key.Q.X!.CopyTo(octets, 1 + curve.FieldLength - key.Q.X.Length);
        key.Q.Y!.CopyTo(octets, octets.Length - key.Q.Y.Length);
        return new PublicKey(curve, octets);
    }

    private string? PersonalFault(byte[] spki) => rsa is null ? null
        : rsa.Bits is < SmallestPersonalRsa or > LargestPersonalRsa ? $"its RSA key has {rsa.Bits} bits"
        : rsa.Modulus.IsEven ? "its RSA numbers are out of range"
        : !DerElement.Read(spki, "public key")[1].Bits().AsSpan().SequenceEqual(Octets) ? "its RSA key is not encoded in DER"
        : null;
}
