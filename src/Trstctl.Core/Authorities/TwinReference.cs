namespace Trstctl.Authorities;

/// <summary>The other root of a sitting that made two, of another kind of key.</summary>
/// <param name="AuthorityId">Its id.</param>
/// <param name="KeyDigest">SHA-256 of its SubjectPublicKeyInfo in DER.</param>
public sealed record TwinReference(string AuthorityId, Digest KeyDigest)
{
    internal JsonObject ToJson() => new() { { "authority", AuthorityId }, { "keyDigest", KeyDigest } };

    internal static TwinReference FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "twin");
        var twin = new TwinReference(reader.Text("authority", 36), Digest.FromJson(reader, "keyDigest"));
        reader.End();
        return twin;
    }
}
