namespace Trstctl.Ceremonies.Operations;

/// <summary>Seals and opens keys in the custody that the ledger names: under the store's sealer, or under the quorum's shares.</summary>
internal sealed class CustodyOfKind(IKeyCustody custody, ShareSession? session) : IDisposable
{
    private readonly List<KeyShare> fileShares = [];

    /// <summary>Shares of custodians who keep them in files of their own; to be delivered before the commit.</summary>
    public IReadOnlyList<KeyShare> FileShares => fileShares;

    public byte[] Seal(SealedKeyHeader header, IOpenKey key, Roster roster)
    {
        if (!string.Equals(header.Custody, QuorumKey.Custody, StringComparison.Ordinal))
        {
            return custody.Seal(header, key);
        }

        var holders = roster.Custodians.Select(c => new KeyValuePair<string, byte[]?>(c.Name, c.SealingCertificate)).ToArray();
        var (record, shares) = custody.Deal(header, key, roster.Threshold, roster.Epoch, holders);
        fileShares.AddRange(shares);
        return record;
    }

    /// <summary>Opens only the record that the ledger names last, and only the key of the authority's certificate.</summary>
    public IOpenKey Open(KeyOwner owner, KeyRecord named, string tenant, VerifiedState state, IUnitOfWork work)
    {
        if (named.Custody != owner.Custody)
        {
            throw new TrstException(
                ErrorId.SealedKeyInvalid, named.KeyId, $"it is in {named.Custody} custody, and its authority in {owner.Custody}");
        }

        var record = KeysToOpen.Record(new RequestedKey(named.KeyId, named.Generation, named.RecordDigest), work);
        var algorithm = PublicKey.TryRead(owner.Spki)?.Algorithm
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, "the authority's key has no algorithm that is known here");
        var header = Header(tenant, owner, named, algorithm);
        var key = named.Custody == CustodyKind.Quorum
            ? OpenWithShares(record, header, named, state)
            : custody.Open(record, header with { Sealer = InForce.Sealer(state.Verified).Hex });
        if (key.SubjectPublicKeyInfo.AsSpan().SequenceEqual(owner.Spki))
        {
            return key;
        }

        key.Dispose();
        throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, "it is not the key of the authority's certificate");
    }

    /// <summary>Refuses a record under a sealer that does not open as it was sealed.</summary>
    public void DemandOpens(byte[] record, SealedKeyHeader header) => custody.Open(record, header).Dispose();

    public static SealedKeyHeader Header(string tenant, KeyOwner owner, KeyRecord named, KeyAlgorithm algorithm) => new()
    {
        Tenant = tenant,
        Authority = owner.Id,
        KeyId = named.KeyId,
        Generation = named.Generation,
        Algorithm = algorithm,
        SpkiDigest = named.SpkiDigest,
        Ceremony = named.Ceremony,
        Custody = owner.Custody.ToString(),
        Level = owner.Level.ToString(),
    };

    public void Dispose() => fileShares.ForEach(share => share.Dispose());

    private IOpenKey OpenWithShares(byte[] record, SealedKeyHeader header, KeyRecord named, VerifiedState state)
    {
        if (session is null)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, "nobody asked for its shares");
        }

        var roster = state.Roster(named.Epoch)?.Roster
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, $"there is no roster of epoch {named.Epoch}");
        return custody.OpenShared(
            record, header, roster.Threshold, roster.Epoch, roster.Custodians.Select(c => c.Name).ToArray(), session.SharesOf(named.KeyId));
    }
}
