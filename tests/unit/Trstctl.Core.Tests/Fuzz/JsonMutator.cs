using System.Text;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>
/// Edits one value of a JSON object and writes the rest as it was, mostly in canonical form, so that what reads it comes past that. Knows
/// what hides in base64url: DER and JSON.
/// </summary>
internal sealed class JsonMutator
{
    private static readonly string[] Odd =
    [
        "null", "0", "-1", "-0", "1.5", "1e3", "255", "256", "2147483647", "2147483648", "9007199254740991", "-9007199254740991",
        "9007199254740992", "99999999999999999999", "true", "false", "\"\"", "\"x\"", "[]", "{}", "[[]]", "[{}]", "{\"\":0}", "\"\\u0000\"",
        "\"\\ud800\"", "\"\\u202e\"", "\"e\u0301\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"AAAA\"", "\"AAA=\"",
        "\"A\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"\\/\"", "nul", "+1", " 1", "\"", "[", "{", "",
    ];

    private readonly JsonObject root;
    private readonly List<JsonValue> all = [];
    private readonly Dictionary<JsonValue, string> texts = [];
    private readonly Dictionary<JsonValue, JsonValue> parents = [];
    private readonly Dictionary<JsonString, Func<Random, byte[]>> inner = [];
    private readonly List<byte[]> hidden = [];

    private JsonMutator(JsonObject root, int depth)
    {
        this.root = root;
        Collect(root, depth);
    }

    /// <summary>Null where it is no canonical JSON.</summary>
    public static JsonMutator? Of(byte[] json, int depth = 0)
    {
        try
        {
            return new JsonMutator(CanonicalJson.Read(json, "seed", 1 << 24), depth);
        }
        catch (TrstException)
        {
            return null;
        }
    }

    /// <summary>DER and JSON that stands in its strings.</summary>
    public IReadOnlyList<byte[]> Hidden => hidden;

    public byte[] Edit(Random random)
    {
        var edits = new Dictionary<JsonValue, string?>();
        for (var rounds = random.Next(4) == 0 ? 3 : 1; rounds > 0; rounds--)
        {
            var node = all[random.Next(all.Count)];
            edits[node] = Once(random, node);

            // Null says that something below is edited; all else is written as it was.
            for (var above = node; parents.TryGetValue(above, out above!) && edits.TryAdd(above, null);)
            {
            }
        }

        var text = new StringBuilder();
        Write(text, root, edits);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private string Once(Random random, JsonValue node)
    {
        var other = all[random.Next(all.Count)];
        if (node is JsonString hiding && inner.TryGetValue(hiding, out var edit) && random.Next(4) > 0)
        {
            return "\"" + Base64Url.Encode(edit(random)) + "\"";
        }

        switch (random.Next(9))
        {
            case 0:
                return Text(other);
            case 1 when node is JsonObject o:
                return Members(o.Members.Where(_ => random.Next(4) > 0).Select(m => (m.Key, Text(m.Value))));
            case 2 when node is JsonObject o:
                var added = o.Members.Select(m => (m.Key, Text(m.Value))).Append((random.Next(2) == 0 ? "zz" : "a", Text(other)));
                return Members(random.Next(2) == 0 ? added.OrderBy(m => m.Item1, StringComparer.Ordinal) : added);
            case 3 when node is JsonArray a:
                return "[" + string.Join(",", a.Items.Concat(a.Items).Take(random.Next(2 * a.Items.Count + 1)).Select(Text)) + "]";
            case 4:
                var levels = random.Next(3) == 0 ? 5000 : 1 + random.Next(40);
                return string.Concat(Enumerable.Repeat("[", levels)) + Text(node) + string.Concat(Enumerable.Repeat("]", levels));
            case 5 when node is JsonInteger number:
                return (number.Value + random.Next(-2, 3)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            case 6 when node is JsonString text && text.Value.Length > 0:
                return CanonicalJson.WriteText(new JsonString(TextMutator.Edit(random, text.Value, (other as JsonString)?.Value ?? "")));
            case 7:
                return "[" + string.Join(",", Enumerable.Repeat(Text(node), random.Next(200))) + "]";
            default:
                return Odd[random.Next(Odd.Length)];
        }
    }

    private string Text(JsonValue value) => texts.TryGetValue(value, out var text) ? text : texts[value] = CanonicalJson.WriteText(value);

    private static string Name(string name) => CanonicalJson.WriteText(new JsonString(name));

    private static string Members(IEnumerable<(string Name, string Value)> members) =>
        "{" + string.Join(",", members.Select(m => Name(m.Name) + ":" + m.Value)) + "}";

    private void Write(StringBuilder text, JsonValue value, Dictionary<JsonValue, string?> edits)
    {
        if (!edits.TryGetValue(value, out var edited) || edited is not null)
        {
            text.Append(edited ?? Text(value));
            return;
        }

        switch (value)
        {
            case JsonObject o:
                text.Append('{');
                Each(o.Members, m =>
                {
                    text.Append(Name(m.Key)).Append(':');
                    Write(text, m.Value, edits);
                });
                text.Append('}');
                break;
            case JsonArray a:
                text.Append('[');
                Each(a.Items, item => Write(text, item, edits));
                text.Append(']');
                break;
            default:
                text.Append(Text(value));
                break;
        }

        void Each<T>(IEnumerable<T> items, Action<T> write)
        {
            var first = true;
            foreach (var item in items)
            {
                text.Append(first ? "" : ",");
                first = false;
                write(item);
            }
        }
    }

    private void Collect(JsonValue value, int depth)
    {
        all.Add(value);
        switch (value)
        {
            case JsonObject o:
                o.Members.Values.ToList().ForEach(item => Below(item));
                break;
            case JsonArray a:
                a.Items.ToList().ForEach(item => Below(item));
                break;
            case JsonString { Value.Length: > 40 } s when depth < 3 && Base64Url.TryDecode(s.Value, out var bytes):
                if (DerMutator.Of(bytes) is { } der)
                {
                    hidden.Add(bytes);
                    inner[s] = random => der.Edit(random);
                }
                else if (Of(bytes, depth + 1) is { } json)
                {
                    hidden.Add(bytes);
                    inner[s] = random => json.Edit(random);
                }

                break;
        }

        void Below(JsonValue item)
        {
            parents[item] = value;
            Collect(item, depth);
        }
    }
}
