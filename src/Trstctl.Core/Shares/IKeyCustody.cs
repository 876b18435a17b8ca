namespace Trstctl.Shares;

/// <summary>Where an authority's key is made, kept and opened.</summary>
internal interface IKeyCustody
{
    IOpenKey Generate(KeyAlgorithm algorithm);

    /// <summary>The sealed record to store, under the store's custody sealer; its SHA-256 is what the ledger names.</summary>
    byte[] Seal(SealedKeyHeader header, IOpenKey key);

    /// <summary>Opens a record whose header must equal the expectation; otherwise <see cref="ErrorId.SealedKeyInvalid"/>.</summary>
    IOpenKey Open(byte[] record, SealedKeyHeader expected);

    /// <summary>The sealed record under a quorum, and the shares that go to files; see <see cref="QuorumKey.Seal"/>.</summary>
    (byte[] Record, IReadOnlyList<KeyShare> FileShares) Deal(
        SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders);

    /// <summary>Opens a record under a quorum with its shares; see <see cref="QuorumKey.Open"/>.</summary>
    IOpenKey OpenShared(
        byte[] record, SealedKeyHeader expected, int needed, int epoch, IReadOnlyList<string> custodians, IReadOnlyList<KeyShare> shares);
}
