namespace Trstctl.Ceremonies.Presence;

/// <summary>A custodian's shares where he has them: in the envelopes of the sealed records, or in files under his password.</summary>
/// <param name="holder">What he brought.</param>
/// <param name="entries">Himself, as the rosters have him whose dealings are asked for.</param>
internal sealed class HeldShares(ShareHolder holder, params Principal[] entries) : IDisposable
{
    private readonly List<KeyShare> opened = [];
    private bool read;
    private TrstException? closed;

    /// <summary>The share of one key, checked against the sealed record; the caller disposes it.</summary>
    /// <param name="custodian">As he stands in the roster that the record was dealt to.</param>
    /// <param name="key">Whose share it is.</param>
    /// <param name="record">The sealed record.</param>
    public KeyShare Open(Principal custodian, RequestedKey key, byte[] record)
    {
        var entry = Demand(custodian, key, record);
        if (entry.Envelope is not null)
        {
            return QuorumKey.OpenEnvelope(record, custodian.Name, Sealing(custodian));
        }

        var share = FromFiles(custodian, key, entry.Commitment);
        QuorumKey.DemandShare(record, share);
        return new KeyShare(share.Context, SecretBytes.Copy(share.Value.Bytes));
    }

    /// <summary>Refuses where what the share needs was not given; nothing is opened.</summary>
    public QuorumHolder Demand(Principal custodian, RequestedKey key, byte[] record)
    {
        var entry = QuorumKey.ReadQuorum(record).Find(custodian.Name)
            ?? throw new TrstException(ErrorId.ShareInvalid, custodian.Name, $"the key {key.KeyId} was not shared with this custodian");
        if (entry.Envelope is not null)
        {
            Sealing(custodian);
        }
        else if (holder.ShareFiles.Count == 0 || holder.SharePasswords.Count == 0)
        {
            throw new TrstException(ErrorId.ShareFileMissing, custodian.Name, holder.ShareFiles.Count == 0 ? "it" : "its password");
        }

        return entry;
    }

    public void Dispose() => opened.ForEach(share => share.Dispose());

    // What he brought for one dealing is not meant for another that is sealed to the key he signs with.
    private SigningIdentity Sealing(Principal custodian) => custodian.DemandSealing(
        holder.Identity,
        IsSealedTo(holder.Identity, custodian) && entries.Any(e => IsSealedTo(holder.Sealing, e)) ? null : holder.Sealing);

    private static bool IsSealedTo(SigningIdentity? identity, Principal entry) =>
        identity is not null && entry.SealingKey?.AsSpan().SequenceEqual(identity.Spki) == true;

    // After a roster change a custodian has files of both epochs; the commitment tells which share is meant.
    private KeyShare FromFiles(Principal custodian, RequestedKey key, byte[] commitment)
    {
        if (!read)
        {
            read = true;
            ReadFiles();
        }

        var mine = opened.Where(s => string.Equals(s.Context.KeyId, key.KeyId, StringComparison.Ordinal)).ToArray();
        return mine.FirstOrDefault(s => FixedTime.Equals(s.Commitment(), commitment))
            ?? mine.FirstOrDefault()
            ?? throw closed
            ?? new TrstException(ErrorId.ShareFileMissing, custodian.Name, $"the file with the share of key {key.KeyId}");
    }

    // Every file has a password of its own, and a file that stays closed matters only if its share is the one that is missing.
    private void ReadFiles()
    {
        foreach (var text in holder.SharePasswords)
        {
            using var password = SecretBytes.FromUtf8(text);
            foreach (var file in holder.ShareFiles)
            {
                try
                {
                    opened.AddRange(ShareFile.Open(file, password));
                }
                catch (TrstException e) when (e.Id == ErrorId.KeyUnavailable)
                {
                    closed ??= e;
                }
            }
        }
    }
}
