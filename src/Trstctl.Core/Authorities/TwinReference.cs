namespace Trstctl.Authorities;

/// <summary>The other root of a sitting that made two, of another kind of key.</summary>
/// <param name="AuthorityId">Its id.</param>
/// <param name="KeyDigest">SHA-256 of its SubjectPublicKeyInfo in DER.</param>
public sealed record TwinReference(string AuthorityId, Digest KeyDigest)
{
    internal static TwinReference Declare(Fields f, TwinReference? t) =>
        new(f.Text("authority", t?.AuthorityId, 36), f.Digest("keyDigest", t?.KeyDigest));
}
