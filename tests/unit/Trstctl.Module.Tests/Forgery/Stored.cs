using System.Text;
using System.Text.Json.Nodes;

namespace Trstctl.Module.Tests.Forgery;

/// <summary>Edits of the stored data that somebody with the file could make.</summary>
internal static class Stored
{
    /// <summary>Edits a document and writes it back in the canonical form, so that only its meaning is wrong.</summary>
    public static void Edit(this Founded founded, string kind, string id, Action<JsonObject> edit)
    {
        var body =
            JsonNode.Parse(founded.Blob(
                "SELECT body FROM documents WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id)))!.AsObject();
        edit(body);
        Assert.Equal(1, founded.Sql(
            "UPDATE documents SET body = $body WHERE kind = $kind AND id = $id", ("$body", Canonical(body)), ("$kind", kind), ("$id", id)));
    }

    public static byte[] Blob(this Founded founded, string sql, params (string Name, object Value)[] values)
    {
        using var connection = founded.OpenTenantFile();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return (byte[])command.ExecuteScalar()!;
    }

    public static byte[] Canonical(JsonNode node) => Encoding.UTF8.GetBytes(Sorted(node)!.ToJsonString(
        new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o
            => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
