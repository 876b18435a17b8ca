using Trstctl.Canonical;
using Trstctl.Ledger;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ceremonies;

/// <summary>A signing key that its owner retired; it never counts again, on no roster.</summary>
/// <param name="Key">SHA-256 of its canonical SubjectPublicKeyInfo.</param>
/// <param name="Since">UTC: the time of the event.</param>
/// <param name="Statement">CMS over <see cref="KeyRetirement"/>, which is verified where it counts.</param>
public sealed record RetiredKeyRecord(Digest Key, DateTime Since, byte[] Statement) : Document
{
    public const string KindName = "retired-key";
    internal const int MaxStatement = 64 * 1024;

    public override string Kind => KindName;

    public override string Id => Key.Hex;

    public static RetiredKeyRecord? Find(IProjection state, Principal principal) =>
        state.Find<RetiredKeyRecord>(KindName, Digest.Of(principal.SigningKey).Hex);

    public override JsonObject ToJson() => new()
    {
        { "key", Key },
        { "since", Since },
        { "statement", Statement },
    };

    public static RetiredKeyRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "retired key");
        var record = new RetiredKeyRecord(Digest.FromJson(reader, "key"), reader.Time("since"), reader.Bytes("statement", MaxStatement));
        reader.End();
        return record;
    }
}
