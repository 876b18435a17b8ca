using Trstctl.Certificates;

namespace Trstctl.Custody;

/// <summary>Where an authority's key is made, kept and opened.</summary>
public interface IKeyCustody
{
    IOpenKey Generate(KeyAlgorithm algorithm);

    /// <summary>The sealed record to store; its SHA-256 is what the ledger names.</summary>
    byte[] Seal(SealedKeyHeader header, IOpenKey key);

    /// <summary>Opens a record whose header must equal the expectation; otherwise <see cref="ErrorId.SealedKeyInvalid"/>.</summary>
    IOpenKey Open(byte[] record, SealedKeyHeader expected);
}
