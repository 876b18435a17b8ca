using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>A parser of plain JSON into <see cref="JsonValue"/>: no null, no fraction, no duplicate name, at most 32 levels and
/// 250,000 values.</summary>
internal sealed class JsonParser(string text, string what)
{
    private const int DeepestLevel = 32;

    // So many digits lie within 2^53-1.
    private const int SafeDigits = 15;

    // A value takes a hundred times the memory of its shortest text.
    private const int MostValues = 250_000;
    private int values;
    private int position;
    private int level;

    /// <summary>Whether what was read is in the one form that <see cref="CanonicalJson"/> writes: no space, members in their order, no
    /// escape that could be left out or be shorter. Numbers have one form anyway.</summary>
    public bool IsCanonical { get; private set; } = true;

    public JsonObject ParseObject()
    {
        SkipSpace();
        var value = Value() as JsonObject ?? throw Fault("it is not an object");
        SkipSpace();
        return position == text.Length ? value : throw Fault("something follows the object");
    }

    private JsonValue Value() => ++values > MostValues ? throw Fault($"it holds more than {MostValues} values") : Peek() switch
    {
        '{' => Object(),
        '[' => Array(),
        '"' => String(),
        't' => Word("true", true),
        'f' => Word("false", false),
        '-' or (>= '0' and <= '9') => Integer(),
        _ => throw Fault("a value was expected"),
    };

    private JsonObject Object()
    {
        var value = new JsonObject();
        for (var isFirst = true; Next('}', isFirst); isFirst = false)
        {
            var name = Name();
            SkipSpace();
            Expect(':');
            SkipSpace();
            value.Members.Add(name, Value());
        }

        IsCanonical &= value.Members.CameInOrder;
        return value.Members.Twice() is { } twice
            ? throw Fault($"the member \"{CanonicalText.Escape(twice)}\" appears twice")
            : value;
    }

    private JsonArray Array()
    {
        var items = new List<JsonValue>();
        for (var isFirst = true; Next(']', isFirst); isFirst = false)
        {
            items.Add(Value());
        }

        return new JsonArray(items);
    }

    // Whether another item follows; past the bracket that opens the list, the comma before the item, or the bracket that closes it.
    private bool Next(char close, bool isFirst)
    {
        if (isFirst)
        {
            position++;
            if (++level > DeepestLevel)
            {
                throw Fault("it is nested too deeply");
            }
        }

        SkipSpace();
        if (Peek() == close)
        {
            position++;
            level--;
            return false;
        }

        if (!isFirst)
        {
            Expect(',');
            SkipSpace();
        }

        return true;
    }

    // Most of what is read is one long string, which whoever asks for its bytes never needs as text of its own.
    private JsonString String()
    {
        var (start, length) = Plain();
        return length < 0 ? new JsonString(Text(start)) : new JsonString(text, start, length);
    }

    private string Name()
    {
        var (start, length) = Plain();
        return length < 0 ? Text(start) : Names.Of(text.AsSpan(start, length));
    }

    // Past a string of visible ASCII, where it begins, and how long it is; at anything else the length is below zero, and it stands where
    // the string began.
    private (int Start, int Length) Plain()
    {
        Expect('"');
        var start = position;
        for (var end = start; end < text.Length; end++)
        {
            switch (text[end])
            {
                case '"':
                    position = end + 1;
                    return (start, end - start);
                case '\\' or < ' ' or > '~':
                    return (start, -1);
            }
        }

        return (start, -1);
    }

    private string Text(int start)
    {
        while (Peek() is not ('"' or '\\' or < ' '))
        {
            position++;
        }

        var result = text[position] == '"' ? text.Substring(start, position - start) : Escaped(start);
        position++;
        var fault = CanonicalText.Fault(result);
        return fault is null ? result : throw Fault($"a string is refused: {fault}");
    }

    private string Escaped(int start)
    {
        var value = new StringBuilder().Append(text, start, position - start);
        while (Peek() != '"')
        {
            var c = text[position++];
            if (c < ' ')
            {
                throw Fault("a control character stands in a string");
            }

            value.Append(c == '\\' ? Escaped() : c);
        }

        return value.ToString();
    }

    private char Escaped()
    {
        var c = Peek();
        position++;
        IsCanonical &= c != '/';
        return c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Hex4(),
            _ => throw Fault("an unknown escape stands in a string"),
        };
    }

    private char Hex4()
    {
        if (position + 4 > text.Length
            || !ushort.TryParse(text.Substring(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Fault("an escape is cut short");
        }

        IsCanonical &= code < ' ' && (char)code is not ('\b' or '\t' or '\n' or '\f' or '\r')
            && !text.Substring(position, 4).Any(c => c is >= 'A' and <= 'F');
        position += 4;
        return (char)code;
    }

    private JsonBoolean Word(string word, bool value)
    {
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
        {
            throw Fault("a value was expected");
        }

        position += word.Length;
        return new JsonBoolean(value);
    }

    private JsonInteger Integer()
    {
        var start = position;
        while (position < text.Length && text[position] is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            position++;
        }

        if (text[start] is >= '1' and <= '9' && position - start <= SafeDigits && Number(start) is { } plain)
        {
            return new JsonInteger(plain);
        }

        var digits = text.Substring(start, position - start);
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number is >= -JsonInteger.Largest and <= JsonInteger.Largest
            && string.Equals(number.ToString(CultureInfo.InvariantCulture), digits, StringComparison.Ordinal)
            ? new JsonInteger(number)
            : throw Fault("a number is not an integer within 2^53-1");
    }

    // Of digits alone, up to where it stands; null where something else is among them.
    private long? Number(int start)
    {
        var number = 0L;
        for (var i = start; i < position; i++)
        {
            if (text[i] is not (>= '0' and <= '9'))
            {
                return null;
            }

            number = (10 * number) + text[i] - '0';
        }

        return number;
    }

    private void Expect(char c)
    {
        if (Peek() != c)
        {
            throw Fault($"\"{c}\" was expected");
        }

        position++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private char Peek() => position < text.Length ? text[position] : throw Fault("it ends too early");

    private void SkipSpace()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\n' or '\r')
        {
            position++;
            IsCanonical = false;
        }
    }

    private TrstException Fault(string reason) =>
        new(ErrorId.FormatInvalid, what, $"{reason} (character {position})");

    // Names are few, and come again in every object of their kind.
    private static class Names
    {
        private const int Longest = 32;

        private static readonly string?[] Known = new string?[512];

        public static string Of(ReadOnlySpan<char> name)
        {
            if (name.Length is 0 or > Longest)
            {
                return name.ToString();
            }

            var place = ((name.Length * 37) + (name[0] * 5) + (name[name.Length / 2] * 11) + name[name.Length - 1]) % Known.Length;
            if (Known[place] is { } known && known.AsSpan().SequenceEqual(name))
            {
                return known;
            }

            return Known[place] = name.ToString();
        }
    }
}
