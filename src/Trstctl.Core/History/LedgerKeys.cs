namespace Trstctl.History;

/// <summary>Under which Ed25519 keys a tenant's notes count.</summary>
internal static class LedgerKeys
{
    /// <summary>The key in force first, then the candidate of every restoration that stands. What may follow in a restored store the
    /// replay decides, whichever of them signs.</summary>
    public static IEnumerable<byte[]> Counting(IProjection state, Roster founding)
    {
        var tenant = TenantRecord.Of(state);
        return tenant.Restorations
            .Select(restoration => restoration.LedgerKey)
            .Prepend(tenant.LedgerKey ?? founding.LedgerKey)
            .GroupBy(Hex.Encode, StringComparer.Ordinal)
            .Select(same => same.First());
    }

    /// <summary>Refuses a key that counts nowhere.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.LedgerKeySuperseded"/>.</exception>
    public static void Demand(LedgerKey key, IProjection state, Roster? founding)
    {
        if (founding is not null && !Counting(state, founding).Any(known => known.AsSpan().SequenceEqual(key.PublicKey)))
        {
            throw new TrstException(ErrorId.LedgerKeySuperseded);
        }
    }

    /// <summary>The tenant's checkpoint under one of the keys, or <see cref="ErrorId.FormatInvalid"/>.</summary>
    public static Checkpoint Open(string note, string tenantId, IEnumerable<byte[]> keys)
    {
        TrstException? fault = null;
        foreach (var key in keys)
        {
            try
            {
                return Checkpoint.Open(note, tenantId, key);
            }
            catch (TrstException e) when (e.Id == ErrorId.FormatInvalid)
            {
                fault ??= e;
            }
        }

        throw fault!;
    }
}
