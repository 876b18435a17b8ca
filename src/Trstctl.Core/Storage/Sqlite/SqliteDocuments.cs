namespace Trstctl.Storage.Sqlite;

/// <summary>The stored documents: canonical JSON by kind and id.</summary>
internal sealed class SqliteDocuments(SqliteUnitOfWork work) : IStoredDocuments
{
    public byte[]? Find(string kind, string id) => work
        .Query("SELECT body FROM documents WHERE kind = $1 AND id = $2", row => row.GetFieldValue<byte[]>(0), kind, id)
        .FirstOrDefault();

    public IEnumerable<(string Kind, string Id, byte[] Body)> All() => work.Query(
        "SELECT kind, id, body FROM documents ORDER BY kind, id",
        row => (row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));

    public void Put(Document document) => work.Execute(
        "INSERT INTO documents(kind, id, body) VALUES($1, $2, $3) ON CONFLICT(kind, id) DO UPDATE SET body = excluded.body",
        document.Kind,
        document.Id,
        document.ToBytes());
}
