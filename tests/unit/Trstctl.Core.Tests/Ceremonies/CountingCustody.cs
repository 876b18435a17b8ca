using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Counts what is done with CA keys, and lets a test act in the moment between the gate's two checks.</summary>
internal sealed class CountingCustody(IKeyCustody inner) : IKeyCustody
{
    /// <summary>What is counted, which remembers nothing.</summary>
    public IKeyCustody Inner => inner;

    public int Generated { get; private set; }

    public int Opened { get; private set; }

    public int Signed { get; private set; }

    /// <summary>Every key operation there was.</summary>
    public int All => Generated + Opened + Signed;

    /// <summary>Runs after the first check of the gate, before the write lock.</summary>
    public Action? WhenGenerating { get; set; }

    /// <summary>Alters each signature, as a faulty device would.</summary>
    public Func<byte[], byte[]>? Sabotage { get; set; }

    /// <summary>Alters each record that is dealt, as an executor would who deals garbage.</summary>
    public Func<SealedKeyHeader, byte[], byte[]>? Misdeal { get; set; }

    public IOpenKey Generate(KeyAlgorithm algorithm)
    {
        Generated++;
        WhenGenerating?.Invoke();
        return new CountedKey(this, inner.Generate(algorithm));
    }

    /// <summary>The PKCS#8 of every key that was sealed, for tests that look for it.</summary>
    public List<byte[]> SealedPkcs8 { get; } = [];

    /// <summary>Every share that a key was opened with.</summary>
    public List<KeyShare> Shares { get; } = [];

    public byte[] Seal(SealedKeyHeader header, IOpenKey key)
    {
        Remember(key);
        return inner.Seal(header, ((CountedKey)key).Inner);
    }

    public (byte[] Record, IReadOnlyList<KeyShare> FileShares) Deal(
        SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders)
    {
        Remember(key);
        var (record, shares) = inner.Deal(header, ((CountedKey)key).Inner, needed, epoch, holders);
        return (Misdeal?.Invoke(header, record) ?? record, shares);
    }

    public IOpenKey OpenShared(
        byte[] record, SealedKeyHeader expected, int needed, int epoch, IReadOnlyList<string> custodians, IReadOnlyList<KeyShare> shares)
    {
        Opened++;
        Shares.AddRange(shares);
        return new CountedKey(this, inner.OpenShared(record, expected, needed, epoch, custodians, shares));
    }

    public IOpenKey Open(byte[] record, SealedKeyHeader expected)
    {
        Opened++;
        return new CountedKey(this, inner.Open(record, expected));
    }

    private void Remember(IOpenKey key)
    {
        using var pkcs8 = SoftwareKey.ExportPkcs8(((CountedKey)key).Inner);
        SealedPkcs8.Add((byte[])pkcs8.Bytes.Clone());
    }

    private sealed class CountedKey(CountingCustody counter, IOpenKey inner) : IOpenKey
    {
        public IOpenKey Inner => inner;

        public KeyAlgorithm Algorithm => inner.Algorithm;

        public byte[] SubjectPublicKeyInfo => inner.SubjectPublicKeyInfo;

        public byte[] Sign(byte[] data)
        {
            counter.Signed++;
            var signature = inner.Sign(data);
            return counter.Sabotage?.Invoke(signature) ?? signature;
        }

        public void Dispose() => inner.Dispose();
    }
}
