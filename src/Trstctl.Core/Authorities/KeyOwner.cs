namespace Trstctl.Authorities;

/// <summary>Whose a key is: an authority's, or a request's whose certificate has not come back yet.</summary>
internal sealed record KeyOwner(string Id, string Name, byte[] Spki, CustodyKind Custody, EnforcementLevel Level)
{
    public static KeyOwner Of(AuthorityRecord authority) =>
        new(authority.AuthorityId, authority.Name, Canonical(authority.View.Spki), authority.Custody, authority.Level);

    public static KeyOwner Of(CARequestRecord request) =>
        new(request.RequestId, request.Name, Canonical(request.View.Spki), request.Custody, request.Level);

    /// <summary>The owner that a key's record names.</summary>
    public static KeyOwner Of(KeyRecord key, IProjection state) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, key.AuthorityId) is { } authority ? Of(authority)
        : state.Find<CARequestRecord>(CARequestRecord.KindName, key.AuthorityId) is { } request ? Of(request)
        : throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, "no authority and no request has it");

    // A certificate from elsewhere may encode its key in another way than ours.
    private static byte[] Canonical(byte[] spki) => PublicKey.TryRead(spki)?.Spki ?? spki;
}
