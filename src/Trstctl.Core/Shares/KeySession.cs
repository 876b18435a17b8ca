namespace Trstctl.Shares;

/// <summary>The one-time key of the process that will use a quorum's key. It is never written anywhere: what was released to it
/// opens nothing once it is disposed or its process has ended (PROTOCOL section 4).</summary>
internal sealed class KeySession : IDisposable
{
    private readonly AgreementKey pair = new();

    public KeySession()
    {
        PublicKey = pair.PublicKey;
        Digest = Digest.Of(PublicKey);
    }

    /// <summary>An uncompressed point of P-256, 65 bytes.</summary>
    public byte[] PublicKey { get; }

    public Digest Digest { get; }

    /// <summary>Opens a released share, or <see cref="ErrorId.ShareInvalid"/> with what was wrong. Nothing is decrypted before
    /// the signature fits the commitment.</summary>
    /// <param name="item">The released share.</param>
    /// <param name="context">The tenant, ceremony and plan of this session, and the custodian: what is expected, not what the release
    /// claims.</param>
    /// <param name="commitment">The custodian's commitment for the item's key, from the header of the sealed record.</param>
    public KeyShare Open(ShareReleaseItem item, ReleaseContext context, byte[] commitment)
    {
        TrstException Refuse(string reason) => new(ErrorId.ShareInvalid, context.Custodian, reason);

        if (!item.IsSignedBy(commitment, context))
        {
            throw Refuse($"its signature does not fit the commitment for key {item.KeyId}, this ceremony and this session");
        }

        if (context.Session != Digest)
        {
            throw Refuse("it was not released to this session");
        }

        if (!AgreementKey.IsPoint(item.Ephemeral))
        {
            throw Refuse("its ephemeral key is not a point of P-256");
        }

        using var key = pair.Agree(item.Ephemeral, ShareReleaseItem.KeyInfo(item.Ephemeral, PublicKey));
        using var content = AuthenticatedCipher.Open(key.Bytes, item.Ciphertext, context.AssociatedData(item.KeyId, item.Epoch, item.X))
            ?? throw Refuse("it was not sealed for this session");
        var share = Read(content) ?? throw Refuse("what was sealed is not a share");
        var fault = Fault(share, item, context, commitment);
        if (fault is null)
        {
            return share;
        }

        share.Dispose();
        throw Refuse(fault);
    }

    public void Dispose() => pair.Dispose();

    private static KeyShare? Read(SecretBytes content)
    {
        try
        {
            return KeyShare.FromContent(content);
        }
        catch (TrstException error) when (error.Id is ErrorId.ShareInvalid or ErrorId.FormatInvalid)
        {
            return null;
        }
    }

    private static string? Fault(KeyShare share, ShareReleaseItem item, ReleaseContext context, byte[] commitment) =>
        !string.Equals(share.Context.Tenant, context.Tenant, StringComparison.Ordinal) ? "what was sealed belongs to another tenant"
        : !string.Equals(share.Context.KeyId, item.KeyId, StringComparison.Ordinal)
            ? $"what was sealed belongs to another key than {item.KeyId}"
        : share.Context.Epoch != item.Epoch ? $"what was sealed is of roster epoch {share.Context.Epoch}, not {item.Epoch}"
        : !string.Equals(
            share.Context.Custodian, context.Custodian, StringComparison.Ordinal) ? "what was sealed belongs to another custodian"
        : share.Context.X != item.X ? "what was sealed is a share at another place"
        : !FixedTime.Equals(share.Commitment(), commitment) ? "what was sealed does not fit its commitment"
        : null;
}
