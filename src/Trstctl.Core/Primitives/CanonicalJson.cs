using System.Globalization;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>RFC 8785 (JCS) over the model of <see cref="JsonValue"/>: UTF-8, no insignificant white space.</summary>
internal static class CanonicalJson
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(JsonValue value) => Utf8.GetBytes(WriteText(value));

    /// <param name="value">What is written.</param>
    /// <param name="length">How long it will be, where that is known.</param>
    public static string WriteText(JsonValue value, int length = 512)
    {
        WorkDone.WroteCanonical();
        var text = new StringBuilder(length);
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

        var parser = new JsonParser(text, what);
        var value = parser.ParseObject();
        return parser.IsCanonical
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
                AppendItems(text, a.Items);
                break;
            case JsonObject o:
                AppendMembers(text, o.Members);
                break;
        }
    }

    private static void AppendItems(StringBuilder text, IReadOnlyList<JsonValue> items)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? string.Empty : ",");
            Append(text, items[i]);
        }

        text.Append(']');
    }

    private static void AppendMembers(StringBuilder text, JsonMembers members)
    {
        var separator = '{';
        foreach (var member in members)
        {
            text.Append(separator);
            AppendString(text, member.Key);
            text.Append(':');
            Append(text, member.Value);
            separator = ',';
        }

        text.Append(members.Count == 0 ? "{}" : "}");
    }

    // RFC 8785 3.2.2.2: two-character escapes where JSON has them, \u00xx for other controls, all else literal.
    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        var done = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is not ('"' or '\\' or < ' '))
            {
                continue;
            }

            text.Append(value, done, i - done);
            done = i + 1;
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                _ => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        text.Append(value, done, value.Length - done).Append('"');
    }
}
