using Trstctl.Canonical;
using Trstctl.Ledger;

namespace Trstctl.Custody;

/// <summary>
/// A private key at rest: the JCS header with one more member, <c>ciphertext</c> (base64url of nonce, AES-256-GCM ciphertext of
/// the PKCS#8, tag), whose associated data is the header without it.
/// </summary>
public static class SealedKey
{
    private const int MaxRecord = 64 * 1024;

    public static byte[] Seal(SealedKeyHeader header, IOpenKey key, Sealer sealer)
    {
        header = For(header, sealer);
        if (header.Algorithm != key.Algorithm || header.SpkiDigest != Digest.Of(key.SubjectPublicKeyInfo))
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "its header describes another key");
        }

        using var plaintext = SoftwareKey.ExportPkcs8(key);
        var ciphertext = sealer.Seal(plaintext.Bytes, CanonicalJson.Write(header.ToJson()));
        return CanonicalJson.Write(header.ToJson(ciphertext));
    }

    /// <summary>
    /// Opens a record. Errors: <see cref="ErrorId.SealedKeyInvalid"/> for a header other than expected, another sealer's
    /// record, altered bytes, or a key that is not the one the header names.
    /// </summary>
    public static IOpenKey Open(byte[] record, SealedKeyHeader? expected, Sealer sealer)
    {
        var (header, ciphertext) = Parse(record);
        var difference = header.Difference(For(expected ?? header, sealer));
        if (difference is not null)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, $"its {difference} is not the expected one");
        }

        using var plaintext = sealer.TryUnseal(ciphertext, CanonicalJson.Write(header.ToJson()))
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "its header or ciphertext was altered");
        var key = SoftwareKey.FromPkcs8(plaintext.Bytes, header.Algorithm);
        if (Digest.Of(key.SubjectPublicKeyInfo) == header.SpkiDigest)
        {
            return key;
        }

        key.Dispose();
        throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "it holds another key than its header names");
    }

    /// <summary>The header as it stands in the record, not yet authenticated.</summary>
    public static SealedKeyHeader ReadHeader(byte[] record) => Parse(record).Header;

    private static (SealedKeyHeader Header, byte[] Ciphertext) Parse(byte[] record)
    {
        var reader = new ObjectReader(CanonicalJson.Read(record, "sealed key", MaxRecord), "sealed key", SealedKeyHeader.Format);
        var header = SealedKeyHeader.FromJson(reader);
        var ciphertext = reader.Bytes("ciphertext", MaxRecord);
        reader.End();
        return (header, ciphertext);
    }

    private static SealedKeyHeader For(SealedKeyHeader header, Sealer sealer) =>
        header.Sealer is null || string.Equals(header.Sealer, sealer.Id, StringComparison.Ordinal)
            ? header with { Sealer = sealer.Id }
            : throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "it belongs to another sealer");
}
