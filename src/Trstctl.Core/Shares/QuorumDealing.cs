namespace Trstctl.Shares;

/// <summary>The shares of one key encryption key, checked before anybody relies on them; disposing zeroes those not taken out.</summary>
internal sealed class QuorumDealing : IDisposable
{
    private readonly List<KeyShare> shares = [];
    private readonly int needed;

    private QuorumDealing(int needed)
    {
        this.needed = needed;
    }

    public IReadOnlyList<KeyShare> Shares => shares;

    /// <summary>A fresh polynomial; the custodians' order gives x from 1.</summary>
    public static QuorumDealing Of(
        SecretBytes secret, string tenant, string keyId, int needed, int epoch, IReadOnlyList<string> custodians)
    {
        if (custodians.Distinct(StringComparer.Ordinal).Count() != custodians.Count)
        {
            throw new ArgumentException("A custodian is named twice.", nameof(custodians));
        }

        var dealing = new QuorumDealing(needed);
        var values = Shamir.Split(secret, needed, custodians.Count);
        dealing.shares.AddRange(values.Select((value, i) => new KeyShare(
            new ShareContext(tenant, keyId, epoch, needed, custodians.Count, custodians[i], i + 1), value)));
        return dealing;
    }

    /// <summary>The holders as the header names them, after all shares were found on one polynomial, and each commitment was made
    /// again from the very content that goes into the envelope. A null certificate means: no envelope.</summary>
    public IReadOnlyList<QuorumHolder> ToHolders(IEnumerable<byte[]?> certificates)
    {
        Shamir.DemandOnePolynomial(Points(shares), needed);
        return shares.Zip(certificates, ToHolder).ToArray();
    }

    /// <summary>Takes out the shares of the given custodians: the caller disposes them from now on.</summary>
    public IReadOnlyList<KeyShare> Take(Func<KeyShare, bool> wanted)
    {
        var taken = shares.Where(wanted).ToArray();
        shares.RemoveAll(taken.Contains);
        return taken;
    }

    /// <summary>The shares as points of their polynomial; the values stay theirs.</summary>
    public static IReadOnlyList<KeyValuePair<int, SecretBytes>> Points(IEnumerable<KeyShare> shares) =>
        shares.Select(share => new KeyValuePair<int, SecretBytes>(share.Context.X, share.Value)).ToArray();

    public void Dispose() => shares.ForEach(share => share.Dispose());

    private static QuorumHolder ToHolder(KeyShare share, byte[]? certificate)
    {
        using var content = share.ToContent();
        var commitment = share.Commitment();
        using var readBack = KeyShare.FromContent(content);
        if (readBack.Context != share.Context || !FixedTime.Equals(readBack.Commitment(), commitment))
        {
            throw new TrstException(ErrorId.ShareInvalid, share.Context.Custodian, "its content does not fit its commitment");
        }

        var envelope = certificate is null ? null : StatementEnvelope.Create(certificate, content.Bytes);
        return new QuorumHolder(share.Context.Custodian, share.Context.X, commitment, envelope);
    }
}
