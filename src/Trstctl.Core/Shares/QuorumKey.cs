namespace Trstctl.Shares;

/// <summary>A private key at rest under a quorum: the record of <see cref="SealedKey"/>, whose key encryption key exists only as
/// shares. What a record says of itself counts only where the key was opened with it, or where a share fits its commitment.</summary>
internal static class QuorumKey
{
    public const string Custody = "Quorum";

    /// <summary>Seals a key under a fresh key encryption key and deals it. A holder is a custodian's name with the DER
    /// certificate of the sealing key; without one, the share goes only into <c>FileShares</c>, which the caller disposes.</summary>
    public static (byte[] Record, IReadOnlyList<KeyShare> FileShares) Seal(
        SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders)
    {
        DemandUnsealed(header);
        var custodians = holders.Select(holder => holder.Key).ToArray();
        using var secret = SecretBytes.Random(KeyShare.Length);
        using var dealing = QuorumDealing.Of(secret, header.Tenant, header.KeyId, needed, epoch, custodians);
        var quorum = new QuorumHeader(needed, epoch, dealing.ToHolders(holders.Select(holder => holder.Value)));
        var record = SealedKey.Write(
            header with { Quorum = quorum }, key, (plaintext, associated) => AuthenticatedCipher.Seal(secret.Bytes, plaintext, associated));

        // The record is tried once with shares alone, before anything depends on it.
        Open(record, header, needed, epoch, custodians, dealing.Shares.Skip(custodians.Length - needed).ToArray()).Dispose();
        return (record, dealing.Take(share => quorum.Find(share.Context.Custodian)!.Envelope is null));
    }

    /// <summary>Opens a record with shares, of which exactly <paramref name="needed"/> are used. The header without its quorum,
    /// and the terms with the custodians in the order of x, are what the caller knows from elsewhere. Errors:
    /// <see cref="ErrorId.SealedKeyInvalid"/> for a record other than expected; <see cref="ErrorId.ShareInvalid"/> names the
    /// custodian whose share does not fit, came twice, or was the last of too few.</summary>
    public static IOpenKey Open(
        byte[] record,
        SealedKeyHeader expected,
        int needed,
        int epoch,
        IReadOnlyList<string> custodians,
        IReadOnlyList<KeyShare> shares)
    {
        DemandUnsealed(expected);
        var (header, quorum, ciphertext) = Parse(record);
        SealedKey.DemandEqual(header, expected with { Quorum = quorum });
        DemandTerms(header.KeyId, quorum, needed, epoch, custodians);
        DemandEnough(header, quorum, shares);
        using var secret = Shamir.Interpolate(QuorumDealing.Points(shares.Take(needed)), 0);
        return SealedKey.Read(
            header, ciphertext, (bytes, associated) => AuthenticatedCipher.Open(secret.Bytes, bytes, associated));
    }

    /// <summary>Who must come together, as it stands in the record, not yet authenticated.</summary>
    public static QuorumHeader ReadQuorum(byte[] record) => Parse(record).Quorum;

    /// <summary>Demands that a record says of itself what the caller knows from elsewhere;
    /// <see cref="ErrorId.SealedKeyInvalid"/>. A share fits its own record whichever key that is of, so that this comes before a
    /// share is released.</summary>
    public static void DemandTerms(byte[] record, string tenant, string keyId, int needed, int epoch, IReadOnlyList<string> custodians)
    {
        var (header, quorum, _) = Parse(record);
        if (!string.Equals(header.KeyId, keyId, StringComparison.Ordinal)
            || !string.Equals(header.Tenant, tenant, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, keyId, $"its record is of the key {header.KeyId} of tenant {header.Tenant}");
        }

        DemandTerms(keyId, quorum, needed, epoch, custodians);
    }

    /// <summary>Opens a custodian's envelope. <see cref="ErrorId.ShareInvalid"/> unless it holds the very share that the record
    /// names: whatever else was put in its place is zeroed here. <see cref="ErrorId.PossessionNotProved"/> for another identity.</summary>
    public static KeyShare OpenEnvelope(byte[] record, string custodian, SigningIdentity identity)
    {
        var (header, quorum, _) = Parse(record);
        var holder = Holder(header, quorum, custodian);
        var envelope = holder.Envelope
            ?? throw Invalid(custodian, "the record holds no envelope; the share is in a file of the custodian's own");
        using var content = identity.Decrypt(envelope);
        var share = ReadContent(content, custodian);
        try
        {
            DemandFits(header, quorum, holder, share);
            return share;
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    /// <summary>Demands that a share is the one that the record names for its custodian; <see cref="ErrorId.ShareInvalid"/>.</summary>
    public static void DemandShare(byte[] record, KeyShare share)
    {
        var (header, quorum, _) = Parse(record);
        DemandFits(header, quorum, Holder(header, quorum, share.Context.Custodian), share);
    }

    private static void DemandEnough(SealedKeyHeader header, QuorumHeader quorum, IReadOnlyList<KeyShare> shares)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var share in shares)
        {
            var custodian = share.Context.Custodian;
            DemandFits(header, quorum, Holder(header, quorum, custodian), share);
            if (!seen.Add(custodian))
            {
                throw Invalid(custodian, "it was given twice");
            }
        }

        if (shares.Count < quorum.Needed)
        {
            throw Invalid(string.Join(", ", seen), $"{shares.Count} of {quorum.Needed} shares do not open the key {header.KeyId}");
        }
    }

    private static void DemandFits(SealedKeyHeader header, QuorumHeader quorum, QuorumHolder holder, KeyShare share)
    {
        var context = quorum.ContextOf(holder, header.Tenant, header.KeyId);
        if (share.Context != context)
        {
            throw Invalid(holder.Custodian, $"it is {Describe(share.Context)}, and the record expects {Describe(context)}");
        }

        if (!FixedTime.Equals(share.Commitment(), holder.Commitment))
        {
            throw Invalid(holder.Custodian, $"it does not fit the commitment that the key {header.KeyId} names for it");
        }
    }

    private static void DemandTerms(string keyId, QuorumHeader quorum, int needed, int epoch, IReadOnlyList<string> custodians)
    {
        var difference = quorum.Needed != needed ? "threshold"
            : quorum.Epoch != epoch ? "epoch"
            : !quorum.Holders
                .OrderBy(holder => holder.X)
                .Select(holder => holder.Custodian)
                .SequenceEqual(custodians, StringComparer.Ordinal) ? "list of holders"
            : null;
        if (difference is not null)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, keyId, $"its {difference} is not the expected one");
        }
    }

    // What an envelope held instead of a share may be anything, so that no reader's message about it leaves this place.
    private static KeyShare ReadContent(SecretBytes content, string custodian)
    {
        try
        {
            return KeyShare.FromContent(content);
        }
        catch (TrstException)
        {
            throw Invalid(custodian, "the envelope holds no share");
        }
    }

    private static void DemandUnsealed(SealedKeyHeader header)
    {
        var reason = header.Sealer is not null ? "it belongs to a sealer, not to a quorum"
            : header.Quorum is not null ? "it was dealt already"
            : !string.Equals(header.Custody, Custody, StringComparison.Ordinal) ? $"its custody is not {Custody}"
            : null;
        if (reason is not null)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, reason);
        }
    }

    private static (SealedKeyHeader Header, QuorumHeader Quorum, byte[] Ciphertext) Parse(byte[] record)
    {
        var (header, ciphertext) = SealedKey.Parse(record);
        return header.Quorum is { } quorum
            ? (header, quorum, ciphertext)
            : throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "it belongs to a sealer, not to a quorum");
    }

    private static QuorumHolder Holder(SealedKeyHeader header, QuorumHeader quorum, string custodian) =>
        quorum.Find(custodian) ?? throw Invalid(custodian, $"the key {header.KeyId} names no such holder");

    private static string Describe(ShareContext context) =>
        $"number {context.X} of {context.Holders} (any {context.Needed}) of key {context.KeyId}, tenant {context.Tenant}, "
            + $"epoch {context.Epoch}";

    private static TrstException Invalid(string custodian, string reason) => new(ErrorId.ShareInvalid, custodian, reason);
}
