namespace Trstctl.Shares;

/// <summary>Keys in software, sealed under the tenant's custody sealer or under a quorum's shares. Without that sealer (a
/// connection that approves only) nothing can be sealed or opened under it: <see cref="ErrorId.KeyUnavailable"/>.</summary>
/// <param name="before">Of a restored store that is not resumed: the sealer before, to open what lies under it.</param>
internal sealed class SoftwareCustody(Sealer? custody, Sealer? before = null) : IKeyCustody
{
    public IOpenKey Generate(KeyAlgorithm algorithm) => SoftwareKey.Generate(algorithm);

    public byte[] Seal(SealedKeyHeader header, IOpenKey key) => SealedKey.Seal(header, key, Sealer());

    public IOpenKey Open(byte[] record, SealedKeyHeader expected) => SealedKey.Open(
        record, expected,
        before is not null && string.Equals(expected.Sealer, before.Identity.Hex, StringComparison.Ordinal) ? before : Sealer());

    public (byte[] Record, IReadOnlyList<KeyShare> FileShares) Deal(
        SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders) =>
        QuorumKey.Seal(header, key, needed, epoch, holders);

    public IOpenKey OpenShared(
        byte[] record, SealedKeyHeader expected, int needed, int epoch, IReadOnlyList<string> custodians, IReadOnlyList<KeyShare> shares) =>
        QuorumKey.Open(record, expected, needed, epoch, custodians, shares);

    private Sealer Sealer() => custody
        ?? throw new TrstException(ErrorId.KeyUnavailable, "custody sealer", "this connection was made without the custody secret");
}
