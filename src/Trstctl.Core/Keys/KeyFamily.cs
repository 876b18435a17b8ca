namespace Trstctl.Keys;

/// <summary>Kinds of keys. Keys of one kind are encoded, sign and are verified in one way.</summary>
public enum KeyFamily
{
    /// <summary>PKCS#1 v1.5 signatures (RFC 8017, RFC 4055); a key is known by the size of its modulus.</summary>
    Rsa,

    /// <summary>On a named curve (RFC 5480), with the hash of the curve's strength (RFC 5758).</summary>
    Ecdsa,

    /// <summary>Module lattices: FIPS 204, RFC 9881; pure, with an empty context.</summary>
    MLDsa,

    /// <summary>Stateless hash trees: FIPS 205, RFC 9909; pure, with an empty context.</summary>
    SlhDsa,

    /// <summary>RFC 8032, RFC 8410: of CAs of others alone.</summary>
    Ed25519,
}
