namespace Trstctl.Paths;

/// <summary>How a certificate names its issuer's key (RFC 5280 4.2.1.1): by identifier, by issuer and serial number, or both.</summary>
internal sealed class AuthorityKeyName
{
    public static readonly AuthorityKeyName None = new(null, null, null);

    private AuthorityKeyName(byte[]? identifier, DistinguishedName? issuer, byte[]? serial)
    {
        Identifier = identifier;
        Issuer = issuer;
        Serial = serial;
    }

    public byte[]? Identifier { get; }

    /// <summary>The issuer of the issuer's certificate.</summary>
    public DistinguishedName? Issuer { get; }

    public byte[]? Serial { get; }

    public static AuthorityKeyName OfIdentifier(byte[]? identifier) => new(identifier, null, null);

    public static AuthorityKeyName Of(CertificateParts parts)
    {
        var value = parts.Find(Oids.AuthorityKeyIdentifier)?.Value.Expect(Der.SequenceTag);
        if (value is null)
        {
            return None;
        }

        DerElement? Field(byte tag) => value.Children.FirstOrDefault(node => node.Tag == tag);
        var name = Field(0xA1)?.Children.FirstOrDefault(node => node.Tag == 0xA4);
        return new AuthorityKeyName(Field(0x80)?.Content, name is null ? null : DistinguishedName.From(name.Inner()), Field(0x82)?.Content);
    }

    /// <summary>Why a client that matches identifiers does not take this issuer; null where it does.</summary>
    public string? Mismatch(PathMember issuer)
    {
        if (Identifier is not null && issuer.SubjectKeyIdentifier is { } own && !Identifier.AsSpan().SequenceEqual(own))
        {
            return $"names key id {Short(Identifier)}, not {Short(own)}";
        }

        return Serial is not null && !Serial.AsSpan().SequenceEqual(issuer.Serial)
            || Issuer is not null && !Issuer.Equivalent(issuer.Issuer)
                ? $"names issuer serial {Short(Serial ?? [])}, not {Short(issuer.Serial)}"
                : null;
    }

    public static string Short(byte[] bytes)
    {
        var hex = Hex.Encode(bytes);
        return hex.Length <= 8 ? hex : hex.Substring(0, 8) + "..";
    }
}
