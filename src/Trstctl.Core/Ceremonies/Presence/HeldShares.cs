namespace Trstctl.Ceremonies.Presence;

/// <summary>A custodian's shares where he has them: in the envelopes of the sealed records, or in files under his password.</summary>
internal sealed class HeldShares(Principal custodian, ShareHolder holder) : IDisposable
{
    private readonly List<KeyShare> opened = [];
    private bool read;
    private TrstException? closed;

    /// <summary>The share of one key, checked against the sealed record; the caller disposes it.</summary>
    public KeyShare Open(RequestedKey key, byte[] record)
    {
        var entry = Demand(key, record);
        if (entry.Envelope is not null)
        {
            return QuorumKey.OpenEnvelope(record, custodian.Name, custodian.DemandSealing(holder.Identity, holder.Sealing));
        }

        var share = FromFiles(key, entry.Commitment);
        QuorumKey.DemandShare(record, share);
        return new KeyShare(share.Context, Copy(share.Value));
    }

    /// <summary>Refuses where what the share needs was not given; nothing is opened.</summary>
    public QuorumHolder Demand(RequestedKey key, byte[] record)
    {
        var entry = QuorumKey.ReadQuorum(record).Find(custodian.Name)
            ?? throw new TrstException(ErrorId.ShareInvalid, custodian.Name, $"the key {key.KeyId} was not shared with this custodian");
        if (entry.Envelope is not null)
        {
            custodian.DemandSealing(holder.Identity, holder.Sealing);
        }
        else if (holder.ShareFiles.Count == 0 || holder.SharePasswords.Count == 0)
        {
            throw new TrstException(ErrorId.ShareFileMissing, custodian.Name, holder.ShareFiles.Count == 0 ? "it" : "its password");
        }

        return entry;
    }

    public void Dispose() => opened.ForEach(share => share.Dispose());

    // After a roster change a custodian has files of both epochs; the commitment tells which share is meant.
    private KeyShare FromFiles(RequestedKey key, byte[] commitment)
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

    private static SecretBytes Copy(SecretBytes value)
    {
        var copy = new SecretBytes(value.Length);
        Buffer.BlockCopy(value.Bytes, 0, copy.Bytes, 0, value.Length);
        return copy;
    }
}
