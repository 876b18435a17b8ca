using System.Text;

namespace Trstctl.Names;

/// <summary>Reads a subtree's base out of a certificate. What verifiers read differently is refused: other name forms, hosts that
/// are addresses or hold wildcards, masks that are no prefix, and an empty host of an email or URI.</summary>
internal static class ConstrainedNameReader
{
    public static ConstrainedName Read(DerElement node) => node.Tag switch
    {
        0x81 => new ConstrainedName(NameForm.Email, Email(node)),
        0x82 => new ConstrainedName(NameForm.Dns, Dns(node)),
        0xA4 => new ConstrainedName(DistinguishedName.From(node.Inner())),
        0x86 => new ConstrainedName(NameForm.Uri, Host(node, Ascii(node))),
        0x87 => new ConstrainedName(IPRange.FromBytes(node.Content)
            ?? throw node.Fault("an IP constraint is not an address and a prefix mask, of 8 or 32 bytes together")),
        0xA0 when node.Count == 2 && node[0].Oid() == Oids.UserPrincipalName => new ConstrainedName(NameForm.Upn, Upn(node)),
        _ => throw node.Fault("a name constraint has a form other than DNS, IP, email, URI, dirName and UPN"),
    };

    // BR 7.1.2.5.2: a dNSName of length zero stands for all.
    private static string Dns(DerElement node)
    {
        var text = Ascii(node);
        return text.Length == 0 ? text : Host(node, text);
    }

    private static string Email(DerElement node)
    {
        var text = Ascii(node);
        var at = text.LastIndexOf('@');
        return at < 0 ? Host(node, text)
            : at > 0 && HostSyntax.IsHost(AsciiFold.Lower(text.Substring(at + 1))) ? ConstrainedName.NormalEmail(text)
            : throw node.Fault("an email constraint is no mailbox");
    }

    private static string Upn(DerElement node)
    {
        var text = AsciiFold.Lower(Ascii(node[1].Expect(0xA0).Inner().Expect(0x0C)));
        return HostSyntax.IsUpnOrDomain(text) ? text : throw node.Fault("a UPN constraint is neither @domain nor .domain nor a name");
    }

    private static string Host(DerElement node, string text)
    {
        var host = AsciiFold.Lower(text);
        return HostSyntax.IsHostOrDomain(host) ? host : throw node.Fault("a name constraint holds no host name");
    }

    private static string Ascii(DerElement node)
    {
        var content = node.Content;
        return content.All(b => b is > 0x20 and < 0x7F)
            ? Encoding.ASCII.GetString(content)
            : throw node.Fault("a name constraint holds other than visible ASCII");
    }
}
