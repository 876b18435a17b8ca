using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Shares;

/// <summary>An ECDSA key sealed under a quorum; unless certificates are given, all the shares are in the custodians' files.</summary>
internal sealed class DealtKey : IDisposable
{
    public DealtKey(
        int needed, int holders, string keyId = "key-a", int epoch = 1, string tenant = "aa", byte[]?[]? certificates = null)
    {
        (Needed, Epoch) = (needed, epoch);
        Custodians = Enumerable.Range(1, holders).Select(i => $"custodian-{i}").ToArray();
        Key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        Header = HeaderOf(Key) with { KeyId = keyId, Tenant = tenant };
        (Record, Shares) = QuorumKey.Seal(
            Header, Key, needed, epoch,
            Custodians.Select((name, i) => new KeyValuePair<string, byte[]?>(name, certificates?[i])).ToArray());
    }

    public int Needed { get; }

    public int Epoch { get; }

    public string[] Custodians { get; }

    public IOpenKey Key { get; }

    public SealedKeyHeader Header { get; }

    public byte[] Record { get; set; }

    public IReadOnlyList<KeyShare> Shares { get; }

    public static SealedKeyHeader HeaderOf(IOpenKey key) => new()
    {
        Tenant = "aa",
        Authority = "authority",
        KeyId = "key-a",
        Generation = 1,
        Algorithm = key.Algorithm,
        SpkiDigest = Digest.Of(key.SubjectPublicKeyInfo),
        Ceremony = "ceremony",
        Custody = "Quorum",
        Level = "DualLock",
    };

    public IOpenKey Open(params KeyShare[] shares) => QuorumKey.Open(Record, Header, Needed, Epoch, Custodians, shares);

    /// <summary>The record with another header around the same ciphertext, as somebody with the database could write it.</summary>
    public byte[] Edited(Func<SealedKeyHeader, SealedKeyHeader> edit)
    {
        var (header, ciphertext) = SealedKey.Parse(Record);
        return CanonicalJson.Write(edit(header).ToJson(ciphertext));
    }

    public byte[] EditedHolder(int index, Func<QuorumHolder, QuorumHolder> edit) => Edited(header => header with
    {
        Quorum =
            header.Quorum! with { Holders = header.Quorum.Holders.Select((holder, i) => i == index ? edit(holder) : holder).ToArray() },
    });

    public void Dispose()
    {
        Key.Dispose();
        foreach (var share in Shares)
        {
            share.Dispose();
        }
    }
}
