using System.Globalization;
using System.Text;

namespace Trstctl.Names;

/// <summary>Reads RFC 4514 text. Beyond it, a value may stand in quotation marks (RFC 2253 section 4), as administrators write
/// <c>O="Contoso, Ltd."</c>; hexadecimal values and unknown attribute types are refused, since nobody can read them.</summary>
internal sealed class DistinguishedNameParser
{
    private readonly string field;
    private readonly string text;
    private int position;

    private DistinguishedNameParser(string field, string text)
    {
        this.field = field;
        this.text = text;
    }

    public static List<IReadOnlyList<NameAttribute>> Parse(string field, string text) =>
        new DistinguishedNameParser(field, CanonicalText.Enter(field, text, 1024)).Rdns();

    private List<IReadOnlyList<NameAttribute>> Rdns()
    {
        var rdns = new List<IReadOnlyList<NameAttribute>>();
        char separator;
        do
        {
            var rdn = new List<NameAttribute>();
            do
            {
                rdn.Add(Attribute());
                separator = position < text.Length ? text[position++] : '\0';
            }
            while (separator == '+');
            if (rdn.Select(a => a.Oid).Distinct(StringComparer.Ordinal).Count() != rdn.Count)
            {
                throw Fault("each attribute type once within a multi-valued part", text);
            }

            rdns.Add(rdn);
        }
        while (separator == ',');
        return rdns;
    }

    private NameAttribute Attribute()
    {
        var equals = text.IndexOf('=', position);
        if (equals < 0)
        {
            throw Fault("an RFC 4514 name such as CN=Contoso Root CA,O=Contoso,C=DE", text);
        }

        var name = text.Substring(position, equals - position).Trim();
        var type = AttributeType.Find(name)
            ?? throw Fault($"an attribute type among {string.Join(", ", AttributeType.All.Select(t => t.Name))}", name);
        position = equals + 1;
        SkipSpace();
        var raw = Peek() == '"' ? Quoted() : Plain();
        var value = CanonicalText.Enter($"{field} {type.Name}", raw, 1024);
        if (type.Name == "C")
        {
            value = AsciiFold.Upper(value);
        }

        var fault = type.Fault(value);
        return fault is null ? NameAttribute.Of(type, value) : throw Fault($"{type.Name} with {fault}", value);
    }

    private string Plain()
    {
        if (Peek() == '#')
        {
            throw Fault("a value in plain text", text.Substring(position));
        }

        var bytes = new List<byte>();
        var kept = 0;
        while (position < text.Length && text[position] is not (',' or '+'))
        {
            var c = text[position];
            if (c is '"' or ';' or '<' or '>')
            {
                throw Fault("the characters \" ; < > with a backslash before them", text);
            }

            Take(bytes);

            // An unescaped space at the end does not belong to the value.
            kept = c == ' ' ? kept : bytes.Count;
        }

        return Decode(bytes.Take(kept).ToArray());
    }

    private string Quoted()
    {
        var bytes = new List<byte>();
        position++;
        while (Peek() != '"')
        {
            if (position >= text.Length)
            {
                throw Fault("a closing quotation mark", text);
            }

            Take(bytes);
        }

        position++;
        SkipSpace();
        return position >= text.Length || text[position] is ',' or '+'
            ? Decode(bytes.ToArray())
            : throw Fault("a comma after a quoted value", text);
    }

    private void Take(List<byte> bytes)
    {
        if (text[position] != '\\')
        {
            var length = char.IsHighSurrogate(text[position]) && position + 1 < text.Length ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(position, length)));
            position += length;
        }
        else if (position + 2 < text.Length && Uri.IsHexDigit(text[position + 1]) && Uri.IsHexDigit(text[position + 2]))
        {
            bytes.Add(byte.Parse(text.Substring(position + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            position += 3;
        }
        else if (position + 1 < text.Length && text[position + 1] is ' ' or '"' or '#' or '+' or ',' or ';' or '<' or '=' or '>' or '\\')
        {
            bytes.Add((byte)text[position + 1]);
            position += 2;
        }
        else
        {
            throw Fault("a special character or two hexadecimal digits after a backslash", text);
        }
    }

    private string Decode(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw Fault("escaped bytes that are UTF-8", text);
        }
    }

    private void SkipSpace()
    {
        while (Peek() == ' ')
        {
            position++;
        }
    }

    private char Peek() => position < text.Length ? text[position] : '\0';

    private TrstException Fault(string expected, string found) =>
        new(ErrorId.SpecInvalid, field, expected, $"\"{CanonicalText.Escape(found)}\"");
}
