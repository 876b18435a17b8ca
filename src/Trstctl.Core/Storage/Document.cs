using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Ceremonies;
using Trstctl.Rosters;

namespace Trstctl.Storage;

/// <summary>
/// One item of a projection: derived from events, dropped and rebuilt at will, never believed where a key is used.
/// </summary>
public abstract record Document
{
    /// <summary>The kind and the id together are the item's key.</summary>
    public abstract string Kind { get; }

    public abstract string Id { get; }

    public abstract JsonObject ToJson();

    public static Document FromJson(string kind, JsonObject json) => kind switch
    {
        CeremonyRecord.KindName => CeremonyRecord.FromJson(json),
        RosterRecord.KindName => RosterRecord.FromJson(json),
        AuthorityRecord.KindName => AuthorityRecord.FromJson(json),
        CrossCertificateRecord.KindName => CrossCertificateRecord.FromJson(json),
        CARequestRecord.KindName => CARequestRecord.FromJson(json),
        KeyRecord.KindName => KeyRecord.FromJson(json),
        RefusalRecord.KindName => RefusalRecord.FromJson(json),
        TenantRecord.KindName => TenantRecord.FromJson(json),
        DrillRecord.KindName => DrillRecord.FromJson(json),
        RetiredKeyRecord.KindName => RetiredKeyRecord.FromJson(json),
        _ => throw new TrstException(ErrorId.FormatInvalid, "projection", $"unknown kind {CanonicalText.Escape(kind)}"),
    };
}

/// <summary>Where events are applied to: the stored tables, or the memory of the process that verifies.</summary>
public interface IProjection
{
    T? Find<T>(string kind, string id)
        where T : Document;

    IEnumerable<T> All<T>(string kind)
        where T : Document;

    void Put(Document document);
}
