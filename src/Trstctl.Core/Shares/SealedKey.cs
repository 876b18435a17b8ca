namespace Trstctl.Shares;

/// <summary>A private key at rest: the JCS header with one more member, <c>ciphertext</c> (base64url of nonce, AES-256-GCM
/// ciphertext of the PKCS#8, tag), whose associated data is the header without it.</summary>
internal static class SealedKey
{
    public static byte[] Seal(SealedKeyHeader header, IOpenKey key, Sealer sealer)
    {
        header = For(header, sealer);
        return Write(header, key, sealer.Seal);
    }

    /// <summary>Opens a record. Errors: <see cref="ErrorId.SealerForeign"/> for another sealer's record;
    /// <see cref="ErrorId.SealedKeyInvalid"/> for a header other than expected, altered bytes, or a key that is not the one the header
    /// names.</summary>
    public static IOpenKey Open(byte[] record, SealedKeyHeader? expected, Sealer sealer)
    {
        var (header, ciphertext) = Parse(record);
        DemandEqual(header, For(expected ?? header, sealer));
        return Read(header, ciphertext, sealer.TryUnseal);
    }

    /// <summary>The header as it stands in the record, not yet authenticated.</summary>
    public static SealedKeyHeader ReadHeader(byte[] record) => Parse(record).Header;

    /// <summary>As it stands there, not yet authenticated.</summary>
    internal static SealedRecord Parse(byte[] record) =>
        Fields.FromBytes<SealedRecord>(record, "sealed key", SealedRecord.MaxBytes, SealedRecord.Declare);

    /// <summary>The record of a key; <paramref name="seal"/> takes the PKCS#8 and the associated data.</summary>
    internal static byte[] Write(SealedKeyHeader header, IOpenKey key, Func<byte[], byte[], byte[]> seal)
    {
        if (header.Algorithm != key.Algorithm || header.SpkiDigest != Digest.Of(key.SubjectPublicKeyInfo))
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "its header describes another key");
        }

        using var plaintext = SoftwareKey.ExportPkcs8(key);
        var ciphertext = seal(plaintext.Bytes, CanonicalJson.Write(header.ToJson()));
        return CanonicalJson.Write(header.ToJson(ciphertext));
    }

    /// <summary>The key of a record; <paramref name="tryUnseal"/> takes the ciphertext and the associated data.</summary>
    internal static IOpenKey Read(SealedKeyHeader header, byte[] ciphertext, Func<byte[], byte[], SecretBytes?> tryUnseal)
    {
        using var plaintext = tryUnseal(ciphertext, CanonicalJson.Write(header.ToJson()))
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "its header or ciphertext was altered");
        var key = SoftwareKey.FromPkcs8(plaintext.Bytes, header.Algorithm);
        if (Digest.Of(key.SubjectPublicKeyInfo) == header.SpkiDigest)
        {
            return key;
        }

        key.Dispose();
        throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "it holds another key than its header names");
    }

    internal static void DemandEqual(SealedKeyHeader header, SealedKeyHeader expected)
    {
        var difference = header.Difference(expected);
        if (difference is not null)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, $"its {difference} is not the expected one");
        }
    }

    private static SealedKeyHeader For(SealedKeyHeader header, Sealer sealer) =>
        header.Quorum is not null
            ? throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "it belongs to a quorum, not to a sealer")
        : header.Sealer is null || string.Equals(header.Sealer, sealer.Identity.Hex, StringComparison.Ordinal)
            ? header with { Sealer = sealer.Identity.Hex }
            : throw new TrstException(ErrorId.SealerForeign, sealer.Identity, header.KeyId, header.Sealer);
}
