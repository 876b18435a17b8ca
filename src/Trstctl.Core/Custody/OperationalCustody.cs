using Trstctl.Certificates;

namespace Trstctl.Custody;

/// <summary>
/// Keys sealed under the tenant's custody sealer. Without that sealer (a connection that approves only) nothing can be sealed
/// or opened: <see cref="ErrorId.KeyUnavailable"/>.
/// </summary>
public sealed class OperationalCustody(Sealer? custody) : IKeyCustody
{
    public IOpenKey Generate(KeyAlgorithm algorithm) => SoftwareKey.Generate(algorithm);

    public byte[] Seal(SealedKeyHeader header, IOpenKey key) => SealedKey.Seal(header, key, Sealer());

    public IOpenKey Open(byte[] record, SealedKeyHeader expected) => SealedKey.Open(record, expected, Sealer());

    private Sealer Sealer() => custody
        ?? throw new TrstException(ErrorId.KeyUnavailable, "custody sealer", "this connection was made without the custody secret");
}
