using System.Globalization;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>RFC 8785 (JCS) over the model of <see cref="JsonValue"/>: UTF-8, no insignificant white space.</summary>
internal static class CanonicalJson
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(JsonValue value) => Utf8.GetBytes(WriteText(value));

    public static string WriteText(JsonValue value)
    {
        WorkDone.WroteCanonical();
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Reads an object and demands that its canonical form is exactly the given bytes, which refuses duplicate names,
    /// other number forms, white space, byte order marks and trailing bytes.</summary>
    public static JsonObject Read(byte[] bytes, string what, int maxBytes)
    {
        if (bytes.Length > maxBytes)
        {
            throw new TrstException(ErrorId.FormatInvalid, what, $"it has {bytes.Length} bytes, at most {maxBytes} are allowed");
        }

        string text;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new TrstException(ErrorId.FormatInvalid, what, "it is not UTF-8");
        }

        var value = new JsonParser(text, what).ParseObject();
        return Write(value).AsSpan().SequenceEqual(bytes)
            ? value
            : throw new TrstException(ErrorId.FormatInvalid, what, "it is not in canonical form (RFC 8785)");
    }

    private static void Append(StringBuilder text, JsonValue value)
    {
        switch (value)
        {
            case JsonString s:
                AppendString(text, s.Value);
                break;
            case JsonInteger i:
                text.Append(i.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonBoolean b:
                text.Append(b.Value ? "true" : "false");
                break;
            case JsonArray a:
                AppendItems(text, '[', a.Items, ']', Append);
                break;
            case JsonObject o:
                AppendItems(text, '{', o.Members, '}', AppendMember);
                break;
        }
    }

    private static void AppendMember(StringBuilder text, KeyValuePair<string, JsonValue> member)
    {
        AppendString(text, member.Key);
        text.Append(':');
        Append(text, member.Value);
    }

    private static void AppendItems<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<StringBuilder, T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            append(text, item);
        }

        text.Append(close);
    }

    // RFC 8785 3.2.2.2: two-character escapes where JSON has them, \u00xx for other controls, all else literal.
    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
