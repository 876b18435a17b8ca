namespace Trstctl.History;

/// <summary>Questions about the verified state; each answer is checked against the stored row, whose edit refuses.</summary>
internal sealed class VerifiedState(IProjection verified, IStoredDocuments stored)
{
    private readonly HashSet<(string Kind, string Id)> compared = [];

    public IProjection Verified => verified;

    public CeremonyRecord Ceremony(string id) =>
        Find<CeremonyRecord>(CeremonyRecord.KindName, id) ?? throw new TrstException(ErrorId.CeremonyNotFound, CanonicalText.Escape(id));

    public KeyRecord Key(string id) =>
        Find<KeyRecord>(KeyRecord.KindName, id) ?? throw new TrstException(ErrorId.SealedKeyInvalid, id, "the ledger does not name it");

    public AuthorityRecord Authority(string id) =>
        Find<AuthorityRecord>(AuthorityRecord.KindName, id) ?? throw AuthorityReference.NotNamed(null, id);

    public CARequestRecord Request(string id) =>
        Find<CARequestRecord>(CARequestRecord.KindName, id) ?? throw AuthorityReference.NotNamed(null, id);

    public RosterRecord? CurrentRoster()
    {
        var newest = RosterRecord.Current(verified);
        return newest is null ? null : Find<RosterRecord>(RosterRecord.KindName, newest.Id);
    }

    public RosterRecord? Roster(int epoch) => Find<RosterRecord>(RosterRecord.KindName, RosterRecord.IdOf(epoch));

    public TenantRecord Tenant() => Find<TenantRecord>(TenantRecord.KindName, TenantRecord.TheId) ?? new TenantRecord();

    private T? Find<T>(string kind, string id)
        where T : Document
    {
        var document = verified.Find<T>(kind, id);
        if (document is not null && !compared.Contains((kind, id)))
        {
            DemandUnaltered(document);
            compared.Add((kind, id));
        }

        return document;
    }

    // A row never counts, but an edited one is a sign that somebody is at work: refuse and name what differs.
    private void DemandUnaltered(Document document)
    {
        var found = stored.Find(document.Kind, document.Id);
        if (found?.AsSpan().SequenceEqual(document.ToBytes()) != true)
        {
            throw new TrstException(
                ErrorId.StoreDamaged,
                $"the stored {document.Kind} {document.Id} {(found is null ? "is missing" : Difference(document.ToJson(), found))}");
        }
    }

    private static string Difference(JsonObject expected, byte[] stored)
    {
        try
        {
            var found = CanonicalJson.Read(stored, "document", StoredEvent.MaxDataBytes);
            var names = expected.Members.Keys.Union(found.Members.Keys, StringComparer.Ordinal);
            return $"differs from the ledger in \"{names.First(name => !Same(expected, found, name))}\"";
        }
        catch (TrstException e)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    private static bool Same(JsonObject expected, JsonObject found, string name) =>
        expected.Members.TryGetValue(name, out var one)
        && found.Members.TryGetValue(name, out var other)
        && one.Equals(other);
}
