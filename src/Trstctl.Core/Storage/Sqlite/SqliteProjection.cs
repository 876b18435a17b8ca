namespace Trstctl.Storage.Sqlite;

/// <summary>The stored documents: canonical JSON by kind and id.</summary>
internal sealed class SqliteProjection(SqliteUnitOfWork work, DocumentKinds kinds) : IProjection
{
    public T? Find<T>(string kind, string id)
        where T : Document => FindJson(kind, id) is { } json ? (T)kinds.Read(kind, json) : null;

    public JsonObject? FindJson(string kind, string id) => work
        .Query("SELECT body FROM documents WHERE kind = $1 AND id = $2", row => row.GetFieldValue<byte[]>(0), kind, id)
        .Select(body => Json(kind, body))
        .FirstOrDefault();

    public IEnumerable<T> All<T>(string kind)
        where T : Document => work
            .Query("SELECT body FROM documents WHERE kind = $1 ORDER BY id", row => row.GetFieldValue<byte[]>(0), kind)
            .Select(body => (T)kinds.Read(kind, Json(kind, body)));

    public void Put(Document document) => work.Execute(
        "INSERT INTO documents(kind, id, body) VALUES($1, $2, $3) ON CONFLICT(kind, id) DO UPDATE SET body = excluded.body",
        document.Kind,
        document.Id,
        CanonicalJson.Write(document.ToJson()));

    public IReadOnlyList<string> Kinds() =>
        work.Query("SELECT DISTINCT kind FROM documents ORDER BY kind", row => row.GetString(0)).ToArray();

    private static JsonObject Json(string kind, byte[] body) => CanonicalJson.Read(body, kind, StoredEvent.MaxDataBytes);
}
