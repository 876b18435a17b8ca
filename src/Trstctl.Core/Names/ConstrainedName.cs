using System.Text;

namespace Trstctl.Names;

/// <summary>The name forms whose constraints RFC 5280 4.2.1.10 defines, and the one that Windows adds.</summary>
internal enum NameForm
{
    Dns,

    /// <summary>IPv4 and IPv6 are one form: where only addresses of one family are permitted, none of the other is.</summary>
    IP,
    Email,
    Uri,
    DirectoryName,

    /// <summary>User principal names, an otherName: <c>@domain</c> for all of one domain, <c>.domain</c> for all of those below it, or one
    /// name. A bare domain, which Windows compares as an ending, is not taken.</summary>
    Upn,
}

/// <summary>One subtree of a name constraint. Its text is normalised: <c>DNS:example.com</c>, <c>IP:10.0.0.0/8</c>,
/// <c>email:example.com</c>, <c>URI:.example.com</c>, <c>dirName:O=Contoso,C=DE</c>, <c>UPN:@example.com</c>. A single name is the smallest
/// subtree that holds it.</summary>
internal sealed class ConstrainedName : IEquatable<ConstrainedName>
{
    private readonly IPRange? range;
    private readonly DistinguishedName? directoryName;
    private string? text;

    internal ConstrainedName(NameForm form, string host)
    {
        Form = form;
        Host = host;
    }

    internal ConstrainedName(IPRange range)
    {
        Form = NameForm.IP;
        this.range = range;
    }

    internal ConstrainedName(DistinguishedName name)
    {
        Form = NameForm.DirectoryName;
        directoryName = name;
    }

    public NameForm Form { get; }

    internal string Host { get; } = string.Empty;

    internal IPRange? Range => range;

    internal DistinguishedName? DirectoryName => directoryName;

    /// <summary>Parses what a user typed. A plain name without a prefix is refused.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.SpecInvalid"/>.</exception>
    public static ConstrainedName Parse(string field, string text) => ConstrainedNameParser.Parse(field, text);

    /// <summary>Whether every name of the other subtree lies in this one.</summary>
    public bool Contains(ConstrainedName other) => Form == other.Form && Form switch
    {
        NameForm.IP => range!.Contains(other.range!),
        NameForm.DirectoryName => directoryName!.IsPrefixOf(other.directoryName!),
        NameForm.Dns => DnsContains(Host, other.Host),
        NameForm.Upn => UpnContains(Host, other.Host),
        _ => HostContains(Host, other.Host),
    };

    /// <summary>Whether a name with a wildcard stands for one of the subtree: <c>*.example.com</c> for <c>a.example.com</c>.</summary>
    public bool IsMetBy(ConstrainedName wildcard)
    {
        if (Form != NameForm.Dns || wildcard.Form != NameForm.Dns)
        {
            return false;
        }

        var (dot, own) = (wildcard.Host.IndexOf('.'), Host.IndexOf('.'));
        var star = wildcard.Host.IndexOf('*');
        return star >= 0 && star < dot && own > 0
            && string.Equals(wildcard.Host.Substring(dot), Host.Substring(own), StringComparison.Ordinal)
            && own >= dot - 1
            && Host.StartsWith(wildcard.Host.Substring(0, star), StringComparison.Ordinal)
            && Host.Substring(0, own).EndsWith(wildcard.Host.Substring(star + 1, dot - star - 1), StringComparison.Ordinal);
    }

    /// <summary>The names in both subtrees, or null where there are none: two subtrees are nested or disjoint.</summary>
    public ConstrainedName? Intersect(ConstrainedName other) => Contains(other) ? other : other.Contains(this) ? this : null;

    /// <summary>Whether both hold the same names, however they are written.</summary>
    internal bool SameAs(ConstrainedName other) => Contains(other) && other.Contains(this);

    public bool Equals(ConstrainedName? other) =>
        other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as ConstrainedName);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    public override string ToString() => text ??= Form switch
    {
        NameForm.Dns => "DNS:" + Host,
        NameForm.IP => "IP:" + range,
        NameForm.Email => "email:" + Host,
        NameForm.Uri => "URI:" + Host,
        NameForm.Upn => "UPN:" + Host,
        _ => "dirName:" + directoryName,
    };

    /// <summary>The GeneralName (RFC 5280 4.2.1.6) that stands in a subtree.</summary>
    internal byte[] ToGeneralName() => Form switch
    {
        NameForm.Email => Der.Implicit(1, Encoding.ASCII.GetBytes(Host)),
        NameForm.Dns => Der.Implicit(2, Encoding.ASCII.GetBytes(Host)),
        NameForm.DirectoryName => Der.Explicit(4, directoryName!.Encoded),
        NameForm.Uri => Der.Implicit(6, Encoding.ASCII.GetBytes(Host)),
        NameForm.Upn => Der.Tlv(0xA0, Der.Oid(Oids.UserPrincipalName), Der.Explicit(0, Der.Utf8(Host))),
        _ => Der.Implicit(7, range!.ToBytes()),
    };

    // RFC 5280 7.5: the host part compares without case, the local part exactly.
    internal static string NormalEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at < 0 ? AsciiFold.Lower(text) : text.Substring(0, at + 1) + AsciiFold.Lower(text.Substring(at + 1));
    }

    // "example.com" holds itself and everything below it; ".example.com", met in the field, only what is below.
    private static bool DnsContains(string outer, string inner) => outer.Length == 0
        || string.Equals(outer, inner, StringComparison.Ordinal)
        || inner.EndsWith(outer[0] == '.' ? outer : "." + outer, StringComparison.Ordinal);

    // All of one domain, all of those below one, or one name; folded to lower case when it was read.
    private static bool UpnContains(string outer, string inner)
    {
        if (string.Equals(outer, inner, StringComparison.Ordinal))
        {
            return true;
        }

        var domain = inner.Substring(Math.Max(0, inner.LastIndexOf('@')));
        return outer.StartsWith("@", StringComparison.Ordinal) ? string.Equals(outer, domain, StringComparison.Ordinal)
            : outer.StartsWith(".", StringComparison.Ordinal) && domain.EndsWith(outer, StringComparison.Ordinal);
    }

    // A host is one host, ".example.com" every host below it, "me@host" one mailbox.
    private static bool HostContains(string outer, string inner)
    {
        if (string.Equals(outer, inner, StringComparison.Ordinal))
        {
            return true;
        }

        var innerHost = inner.Substring(inner.LastIndexOf('@') + 1);
        return outer.StartsWith(".", StringComparison.Ordinal)
            ? innerHost.EndsWith(outer, StringComparison.Ordinal)
            : inner.Length > innerHost.Length && string.Equals(outer, innerHost, StringComparison.Ordinal);
    }
}
