namespace Trstctl.Shares;

/// <summary>A custodian's statement <c>trstctl-share-release/1</c>: his shares of the keys that one session asked for. Nobody but
/// the process that holds the session key can open them, and only while it lives.</summary>
/// <param name="Session">SHA-256 of the session's public key.</param>
/// <param name="Items">1 to 1024 shares, of different keys.</param>
internal sealed record ShareRelease(
    string Tenant,
    string Ceremony,
    Digest PlanDigest,
    Digest Session,
    string Custodian,
    DateTime Time,
    IReadOnlyList<ShareReleaseItem> Items)
{
    public const string Format = "trstctl-share-release/1";
    public const int MaxItems = 1024;
    public const int MaxBytes = 1024 * 1024;

    /// <summary>What the release claims to be bound to. An opener passes what it expects instead.</summary>
    internal ReleaseContext Context => new(Tenant, Ceremony, PlanDigest, Session, Custodian);

    public byte[] ToBytes()
    {
        var bytes = Fields.ToBytes(Demand(), Declare);
        return bytes.Length <= MaxBytes ? bytes : throw Fault("it is larger than 1 MiB");
    }

    public static ShareRelease FromBytes(byte[] bytes) =>
        Fields.FromBytes<ShareRelease>(bytes, "share release", MaxBytes, Declare).Demand();

    /// <summary>Seals a share for a session. Errors: <see cref="ErrorId.OpeningInvalid"/> for a session key that is no point of
    /// P-256 or is not the one the context names; <see cref="ErrorId.ShareInvalid"/> for a share of another tenant or custodian.</summary>
    internal static ShareReleaseItem Seal(KeyShare share, ReleaseContext context, byte[] sessionPublicKey)
    {
        if (!AgreementKey.IsPoint(sessionPublicKey))
        {
            throw new TrstException(ErrorId.OpeningInvalid, context.Ceremony, "its session key is not a point of P-256");
        }

        if (Digest.Of(sessionPublicKey) != context.Session)
        {
            throw new TrstException(ErrorId.OpeningInvalid, context.Ceremony, "its session key is not the one its digest names");
        }

        var (_, keyId, epoch, _, _, _, x) = share.Context;
        if (!string.Equals(share.Context.Tenant, context.Tenant, StringComparison.Ordinal)
            || !string.Equals(share.Context.Custodian, context.Custodian, StringComparison.Ordinal))
        {
            throw new TrstException(
                ErrorId.ShareInvalid, context.Custodian, $"it belongs to {share.Context.Custodian} of tenant {share.Context.Tenant}");
        }

        using var ephemeral = new AgreementKey();
        using var key = ephemeral.Agree(sessionPublicKey, ShareReleaseItem.KeyInfo(ephemeral.PublicKey, sessionPublicKey));
        using var content = share.ToContent();
        var ciphertext = AuthenticatedCipher.Seal(key.Bytes, content.Bytes, context.AssociatedData(keyId, epoch, x));
        var signature = share.Sign(context.SignedData(keyId, epoch, x, ephemeral.PublicKey, ciphertext));
        return new ShareReleaseItem(keyId, epoch, x, ephemeral.PublicKey, ciphertext, signature);
    }

    private static TrstException Fault(string reason) => new(ErrorId.FormatInvalid, "share release", reason);

    private static ShareRelease Declare(Fields f, ShareRelease? r)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", r?.Tenant, 64),
            f.Text("ceremony", r?.Ceremony, 36),
            f.Digest("planDigest", r?.PlanDigest),
            f.Digest("session", r?.Session),
            f.Text("custodian", r?.Custodian, 64),
            f.Time("time", r?.Time),
            f.Objects("items", r?.Items, MaxItems, ShareReleaseItem.Declare));
    }

    private ShareRelease Demand() =>
        Items.Count is > 0 and <= MaxItems && Items.Select(item => item.KeyId).Distinct(StringComparer.Ordinal).Count() == Items.Count
            ? this
            : throw Fault($"it does not hold 1 to {MaxItems} shares of different keys");
}
