using System.Text;
using CsCheck;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public class CanonicalJsonTests
{
    private static readonly Gen<string> Texts =
        Gen.OneOf("a", "B", "\"", "\\", "/", " ", "\u00e9", "\u20ac", "\u4e2d", "\U0001F601", "\uff21", "$", "0").Array[0, 8].Select(
            string.Concat);

    [Fact]
    public void SortsByUtf16CodeUnits()
    {
        // RFC 8785 3.2.3
        var value = new JsonObject
        {
            { "\u20ac", "Euro Sign" }, { "\r", "Carriage Return" }, { "\ufb33", "Hebrew Letter Dalet With Dagesh" }, { "1", "One" },
            { "\ud83d\ude00", "Emoji: Grinning Face" }, { "\u0080", "Control" }, { "\u00f6", "Latin Small Letter O With Diaeresis" },
        };
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\","
            + "\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            CanonicalJson.WriteText(value));
    }

    [Fact]
    public void EscapesAsRfc8785Does() => Assert.Equal(
        """
        {"a":"\u0000\b\t\n\u000b\f\r\u001f\"\\/€$<'
        """.Trim() + "\u007f\u2028\"}",
        CanonicalJson.WriteText(new JsonObject { { "a", "\0\b\t\n\u000b\f\r\u001f\"\\/\u20ac$<'\u007f\u2028" } }));

    [Fact]
    public void ReadsBackWhatItWrote() => Value(4).Select(v => new JsonObject { { "v", v } }).Sample(value =>
    {
        var bytes = CanonicalJson.Write(value);
        return CanonicalJson.Write(CanonicalJson.Read(bytes, "sample", int.MaxValue)).SequenceEqual(bytes);
    });

    [Fact]
    public void AgreesWithAnotherParser() => Value(3).Select(v => new JsonObject { { "v", v } }).Sample(value =>
    {
        using var other = System.Text.Json.JsonDocument.Parse(CanonicalJson.Write(value));
        return Same(value, other.RootElement);
    });

    // The parser says by itself what writing again would show.
    [Fact]
    public void OneFormOfAValueIsTheCanonicalOne() => Gen.Select(Value(3), Gen.Int).Sample((value, seed) =>
    {
        var (random, text) = (new Random(seed), new StringBuilder());
        Scribble(new JsonObject { { "v", value }, { "b", "x" }, { "c", 7 } }, random, text, random.Next(3) * 4);
        var parser = new JsonParser(text.ToString(), "sample");
        var read = parser.ParseObject();
        return parser.IsCanonical == string.Equals(CanonicalJson.WriteText(read), text.ToString(), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData("{\"a\": 1}", false)]
    [InlineData("{\"a\":1} ", false)]
    [InlineData("{\"b\":1,\"a\":1}", false)]
    [InlineData("{\"a\":\"\\/\"}", false)]
    [InlineData("{\"a\":\"\\u0041\"}", false)]
    [InlineData("{\"\\u0061\":1}", false)]
    [InlineData("{\"a\":\"\\\"\\\\\"}", true)]
    [InlineData("{\"a\":[{\"c\":1,\"b\":2}]}", false)]
    public void OnlyTheCanonicalFormIsRead(string text, bool isRead)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (isRead)
        {
            Assert.Equal(bytes, CanonicalJson.Write(CanonicalJson.Read(bytes, "test", 100)));
        }
        else
        {
            Assert.Contains("canonical", Assert.Throws<TrstException>(() => CanonicalJson.Read(bytes, "test", 100)).Message);
        }
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Gen.Byte.Array[0, 40].Sample(Survives);

    [Fact]
    public void AnyDamageIsReadOrRefused()
    {
        var sample = CanonicalJson.Write(
            new JsonObject("trstctl-test/1") { { "a", new JsonArray([1, true, "\u00e9\"\U0001F601"]) }, { "b", -12 } });
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte).Sample((at, b) => Survives([.. sample[..at], b, .. sample[(at + 1)..]]));
    }

    [Fact]
    [Trait("Conformance", "N17")]
    public void RefusesDeepNestingWithoutOverflowingTheStack()
    {
        Refuses(string.Concat(Enumerable.Repeat("{\"a\":", 200_000)), "nested too deeply");
        Refuses("{\"a\":" + new string('[', 1_000_000), "nested too deeply");
    }

    [Fact]
    [Trait("Conformance", "N17")]
    public void RefusesHugeInputUnread()
    {
        var refusal = Assert.Throws<TrstException>(() => CanonicalJson.Read(new byte[101], "sample", 100));
        Assert.Equal(ErrorId.FormatInvalid, refusal.Id);
        Assert.Contains("101 bytes", refusal.Message);
    }

    /// <summary>A value takes a hundred times the memory of its shortest text: the object, the array, and what they hold.</summary>
    [Fact]
    [Trait("Conformance", "N17")]
    public void RefusesMoreValuesThanMayBe()
    {
        static string Numbers(int count) => "{\"a\":[" + string.Join(",", Enumerable.Repeat("1", count)) + "]}";

        var most = Encoding.UTF8.GetBytes(Numbers(249_998));
        Assert.Equal(most, CanonicalJson.Write(CanonicalJson.Read(most, "sample", int.MaxValue)));
        Refuses(Numbers(249_999), "more than 250000 values");
        Refuses(Numbers(249_999).Replace("1", "[]", StringComparison.Ordinal), "more than 250000 values");
    }

    [Fact]
    public void LevelsAreCountedByDepthAndNotByNumber()
    {
        var text = "{\"a\":[" + string.Join(",", Enumerable.Repeat("[]", 100)) + "]}";
        Assert.Equal(text, CanonicalJson.WriteText(CanonicalJson.Read(Encoding.UTF8.GetBytes(text), "sample", 4096)));
    }

    private static Gen<JsonValue> Value(int depth)
    {
        var leaf = Gen.OneOf(
            Texts.Select(text => (JsonValue)text),
            Gen.Long[-JsonInteger.Largest, JsonInteger.Largest].Select(number => (JsonValue)number),
            Gen.Bool.Select(value => (JsonValue)value));
        return depth == 0 ? leaf : Gen.OneOf(
            leaf,
            Value(depth - 1).Array[0, 3].Select(items => (JsonValue)new JsonArray(items)),
            Gen.Select(Texts, Value(depth - 1)).Array[0, 3].Select(Object));
    }

    private static JsonValue Object((string Name, JsonValue Value)[] members)
    {
        var value = new JsonObject();
        foreach (var (name, member) in members.DistinctBy(m => m.Name))
        {
            value.Add(name, member);
        }

        return value;
    }

    private static bool Same(JsonValue value, System.Text.Json.JsonElement other) => value switch
    {
        JsonString s => other.GetString() == s.Value,
        JsonInteger i => other.GetInt64() == i.Value,
        JsonBoolean b => other.GetBoolean() == b.Value,
        JsonArray a
            => other.EnumerateArray().Count() == a.Items.Count && a.Items.Zip(other.EnumerateArray()).All(p => Same(p.First, p.Second)),
        JsonObject o => other.EnumerateObject().Count() == o.Members.Count && o.Members.All(m => Same(m.Value, other.GetProperty(m.Key))),
        _ => false,
    };

    private static bool Survives(byte[] bytes)
    {
        try
        {
            return CanonicalJson.Write(CanonicalJson.Read(bytes, "sample", 1000)).SequenceEqual(bytes);
        }
        catch (TrstException refusal)
        {
            return refusal.Id == ErrorId.FormatInvalid;
        }
    }

    private static void Refuses(string text, string reason)
    {
        var refusal = Assert.Throws<TrstException>(() => CanonicalJson.Read(Encoding.UTF8.GetBytes(text), "sample", int.MaxValue));
        Assert.Contains(reason, refusal.Message);
    }

    // Some way to write it; one in so many places is another than the canonical one, none at 0.
    private static void Scribble(JsonValue value, Random random, StringBuilder text, int noise)
    {
        bool Odd() => noise > 0 && random.Next(noise) == 0;
        void Space() => text.Append(Odd() ? " " : string.Empty);
        string Letter(char c, bool isPlain) => c == '/' && Odd() ? "\\/"
            : isPlain && char.IsAsciiLetterOrDigit(c) && Odd() ? $"\\u{(int)c:x4}" : c.ToString();
        void Letters(string letters)
        {
            var (written, isPlain) = (CanonicalJson.WriteText(new JsonString(letters))[1..^1], !letters.Contains('\\'));
            text.Append('"').Append(string.Concat(written.Select(c => Letter(c, isPlain && !written.Contains('\\'))))).Append('"');
        }

        void Many<T>(char open, char close, IEnumerable<T> items, Action<T> write)
        {
            text.Append(open);
            var isFirst = true;
            foreach (var item in items)
            {
                Space();
                text.Append(isFirst ? string.Empty : ",");
                isFirst = false;
                write(item);
            }

            Space();
            text.Append(close);
        }

        switch (value)
        {
            case JsonObject o:
                Many('{', '}', Odd() ? o.Members.Reverse() : o.Members, member =>
                {
                    Letters(member.Key);
                    text.Append(':');
                    Scribble(member.Value, random, text, noise);
                });
                break;
            case JsonArray a:
                Many('[', ']', a.Items, item => Scribble(item, random, text, noise));
                break;
            case JsonString s:
                Letters(s.Value);
                break;
            default:
                text.Append(CanonicalJson.WriteText(value));
                break;
        }
    }
}
