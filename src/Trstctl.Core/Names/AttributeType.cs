namespace Trstctl.Names;

/// <summary>The attribute types that may stand in a subject, with the upper bounds of RFC 5280 appendix A.1.</summary>
internal sealed class AttributeType
{
    private AttributeType(string name, string oid, int maxLength, NameText text = NameText.Utf8)
    {
        Name = name;
        Oid = oid;
        MaxLength = maxLength;
        Text = text;
    }

    public enum NameText
    {
        Utf8,
        Printable,
        Ia5,
    }

    public static IReadOnlyList<AttributeType> All { get; } =
    [
        new("CN", "2.5.4.3", 64),
        new("O", "2.5.4.10", 64),
        new("OU", "2.5.4.11", 64),
        new("L", "2.5.4.7", 128),
        new("ST", "2.5.4.8", 128),
        new("STREET", "2.5.4.9", 128),
        new("C", "2.5.4.6", 2, NameText.Printable),
        new("DC", "0.9.2342.19200300.100.1.25", 63, NameText.Ia5),
        new("UID", "0.9.2342.19200300.100.1.1", 256),
        new("serialNumber", "2.5.4.5", 64, NameText.Printable),
        new("title", "2.5.4.12", 64),
        new("businessCategory", "2.5.4.15", 128),
        new("postalCode", "2.5.4.17", 40),
        new("SN", "2.5.4.4", 64),
        new("GN", "2.5.4.42", 64),
        new("initials", "2.5.4.43", 64),
        new("generationQualifier", "2.5.4.44", 64),
        new("dnQualifier", "2.5.4.46", 64, NameText.Printable),
        new("pseudonym", "2.5.4.65", 128),
        new("organizationIdentifier", "2.5.4.97", 256),
        new("emailAddress", "1.2.840.113549.1.9.1", 255, NameText.Ia5),
    ];

    public string Name { get; }

    public string Oid { get; }

    /// <summary>In characters.</summary>
    public int MaxLength { get; }

    public NameText Text { get; }

    public static AttributeType? ByOid(string oid) =>
        All.FirstOrDefault(type => string.Equals(type.Oid, oid, StringComparison.Ordinal));

    /// <summary>By short name, a customary alias (E, S, surname, givenName, commonName) or OID; case does not count.</summary>
    public static AttributeType? Find(string name) => ByOid(name)
        ?? All.FirstOrDefault(type => AsciiFold.Same(type.Name, Alias(name)));

    /// <summary>Why a value cannot stand under this type, or null.</summary>
    public string? Fault(string value)
    {
        if (value.Length == 0 || string.IsNullOrWhiteSpace(value))
        {
            return "a value that is not empty";
        }

        if (Name == "C")
        {
            return value.Length == 2 && value.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')) ? null : "exactly two letters";
        }

        if (Text == NameText.Printable && !value.All(IsPrintable))
        {
            return "letters, digits and '()+,-./:=? only";
        }

        if (Text == NameText.Ia5 && value.Any(c => c > 0x7E))
        {
            return "ASCII characters only";
        }

        return value.Length <= MaxLength ? null : $"at most {MaxLength} characters";
    }

    public byte[] Encode(string value) => Text switch
    {
        NameText.Printable => Der.Printable(value),
        NameText.Ia5 => Der.Ia5(value),
        _ => Der.Utf8(value),
    };

    public static bool IsPrintable(char c) =>
        c is (>= 'A' and <= 'Z')
            or (>= 'a' and <= 'z') or (>= '0' and <= '9') or ' ' or '\'' or '(' or ')' or '+' or ',' or '-' or '.' or '/' or ':' or '='
            or '?';

    private static string Alias(string name) => AsciiFold.Upper(name) switch
    {
        "E" or "EMAIL" => "emailAddress",
        "S" => "ST",
        "SURNAME" => "SN",
        "GIVENNAME" or "G" => "GN",
        "COMMONNAME" => "CN",
        "T" => "title",
        _ => name,
    };
}
