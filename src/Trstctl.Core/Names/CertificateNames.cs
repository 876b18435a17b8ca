using System.Text;

namespace Trstctl.Names;

/// <summary>The names in a certificate that name constraints apply to (RFC 5280 6.1.3 b and c), each as a subtree of one.</summary>
internal static class CertificateNames
{
    private const string EmailAddress = "1.2.840.113549.1.9.1";

    public static IReadOnlyList<ConstrainedName> Of(CertificateParts parts)
    {
        var subject = DistinguishedName.From(parts.Subject);
        var alternatives = parts.Find(Oids.SubjectAlternativeName)?.Value.Expect(Der.SequenceTag).Children;
        var names = new List<ConstrainedName>();
        if (!subject.IsEmpty)
        {
            names.Add(new ConstrainedName(subject));
        }

        // RFC 5280 4.2.1.10: without alternative names, a mailbox in the subject counts.
        names.AddRange(alternatives is not null
            ? alternatives.Select(Read).OfType<ConstrainedName>()
            : subject.Attributes.Where(a => a.Oid == EmailAddress && a.Text is not null)
                .Select(a => new ConstrainedName(NameForm.Email, ConstrainedName.NormalEmail(a.Text!))));
        return names;
    }

    // Forms that we refuse to read constraints of have none to break.
    private static ConstrainedName? Read(DerElement node) => node.Tag switch
    {
        0x81 => new ConstrainedName(NameForm.Email, ConstrainedName.NormalEmail(Text(node))),
        0x82 => new ConstrainedName(NameForm.Dns, AsciiFold.Lower(Text(node))),
        0x86 => new ConstrainedName(NameForm.Uri, HostOf(Text(node))),
        0x87 => new ConstrainedName(IPRange.OfAddress(node.Content) ?? throw node.Fault("an IP address does not have 4 or 16 bytes")),
        0xA4 => new ConstrainedName(DistinguishedName.From(node.Inner())),
        0xA0 when node.Count == 2 && node[0].Oid() == Oids.UserPrincipalName => new ConstrainedName(NameForm.Upn, Upn(node)),
        _ => null,
    };

    // Empty where it has no domain, or is no text.
    private static string Upn(DerElement node)
    {
        var value = node[1].Expect(0xA0).Inner();
        var text = AsciiFold.Lower(Encoding.UTF8.GetString(value.Content));
        return value.Tag is 0x0C or 0x16 && HostSyntax.IsHost(text.Substring(text.LastIndexOf('@') + 1)) && text.LastIndexOf('@') > 0
            ? text
            : string.Empty;
    }

    private static string Text(DerElement node) => node.Content.All(b => b is > 0 and < 0x80)
        ? Encoding.ASCII.GetString(node.Content)
        : throw node.Fault("an alternative name holds other than ASCII");

    // Empty where the URI has no fully qualified host.
    private static string HostOf(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return string.Empty;
        }

        var authority = uri.Substring(start + 3).Split('/', '?', '#')[0];
        var host = AsciiFold.Lower(authority.Substring(authority.LastIndexOf('@') + 1).Split(':')[0]);
        return HostSyntax.IsHost(host) ? host : string.Empty;
    }
}
