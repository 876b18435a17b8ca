namespace Trstctl.Names;

/// <summary>Reads name constraints as users type them, strictly: a misread constraint is an open door.</summary>
internal static class ConstrainedNameParser
{
    private const string Forms = "DNS:, IP:, email:, URI:, dirName: or UPN: and a name";

    /// <summary>What somebody types.</summary>
    public static ConstrainedName ParseTyped(string field, string text)
    {
        var name = Parse(field, text);
        return name.Form != NameForm.Dns || HostSyntax.IsHost(name.Host) || (name.Host.Length == 0 && field == "ExcludedName")
            ? name
            : throw Fault(
                field,
                "a domain without wildcard or leading dot; it covers all names below it (international names as xn--)"
                    + (field == "ExcludedName" ? ", or nothing for all names" : string.Empty),
                text);
    }

    /// <summary>The same of what a CA has already: of DNS a leading dot, or nothing for all names (BR 7.1.2.5.2).</summary>
    public static ConstrainedName Parse(string field, string text)
    {
        text = CanonicalText.Enter(field, text.Trim(), 1024);
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            throw Fault(field, Forms, text);
        }

        var value = text.Substring(colon + 1).Trim();
        return AsciiFold.Upper(text.Substring(0, colon)) switch
        {
            "DNS" => new ConstrainedName(NameForm.Dns, value.Length == 0 ? value : Host(field, value, text, dotAllowed: true)),
            "IP" => new ConstrainedName(
                IPRange.Parse(value) ?? throw Fault(field, "IP: with an address and prefix length such as 10.0.0.0/8", text)),
            "EMAIL" => new ConstrainedName(NameForm.Email, Email(field, value, text)),
            "URI" => new ConstrainedName(NameForm.Uri, Host(field, value, text, dotAllowed: true)),
            "UPN" => new ConstrainedName(NameForm.Upn, Upn(field, value, text)),
            "DIRNAME" => new ConstrainedName(DistinguishedName.Parse(field, value)),
            _ => throw Fault(field, Forms, text),
        };
    }

    private static string Email(string field, string value, string text)
    {
        var at = value.LastIndexOf('@');
        if (at < 0)
        {
            return Host(field, value, text, dotAllowed: true);
        }

        var local = value.Substring(0, at);
        return local.Length is > 0 and <= 64
            && local.All(
                c => c is > ' ' and < '\u007F' and not ('@' or '"' or '(' or ')' or ',' or ':' or ';' or '<' or '>' or '[' or ']' or '\\'))
            ? local + "@" + Host(field, value.Substring(at + 1), text, dotAllowed: false)
            : throw Fault(field, "email: with a mailbox, a host, or .domain", text);
    }

    private static string Upn(string field, string value, string text) =>
        HostSyntax.IsUpnOrDomain(AsciiFold.Lower(value))
            ? AsciiFold.Lower(value)
            : throw Fault(field, "UPN: with @domain, .domain for all domains below it, or name@domain", text);

    private static string Host(string field, string value, string text, bool dotAllowed)
    {
        var host = AsciiFold.Lower(value);
        return (dotAllowed ? HostSyntax.IsHostOrDomain(host) : HostSyntax.IsHost(host)) ? host : throw Fault(
            field,
            dotAllowed
                ? "a host, or .domain for all hosts below it (international names as xn--)"
                : "a domain without wildcard or leading dot; it covers all names below it (international names as xn--)",
            text);
    }

    private static TrstException Fault(string field, string expected, string found) =>
        new(ErrorId.SpecInvalid, field, expected, $"\"{CanonicalText.Escape(found)}\"");
}
