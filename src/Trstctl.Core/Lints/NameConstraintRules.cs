using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about name constraints (RFC 5280 4.2.1.10).</summary>
internal static class NameConstraintRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "name_constraints_valid", Error, "RFC 5280 4.2.1.10", Cas,
            "Name constraints are critical; our own are of forms that we can reason about.", Valid),
        new("name_constraints_ca_only", Error, "RFC 5280 4.2.1.10", EndEntity, "Name constraints stand only in a CA's certificate.",
            s => s.Find(Oids.NameConstraints) is null ? null : "name constraints stand in an end entity's certificate"),
        new("name_constraints_not_empty", Error, "RFC 5280 4.2.1.10", Cas, "Name constraints permit or exclude at least one subtree.",
            s => Value(s) is { } value && (value.Count == 0 || value.Children.Any(subtrees => subtrees.Count == 0))
                ? "the name constraints are empty"
                : null),
        new("name_constraints_base_only", Error, "RFC 5280 4.2.1.10", Cas, "A subtree has no minimum above 0 and no maximum.",
            s => Subtrees(s).Any(subtree => subtree.Children.Skip(1).Any(bound => bound.Tag != 0x80 || bound.Content.Any(b => b != 0)))
                ? "a subtree has a minimum or maximum"
                : null),
        new(
            "name_constraints_forms", Warning, "RFC 5280 4.2.1.10", Cas,
            "Constraints are not on X.400 addresses, EDI parties or registered identifiers.",
            s => Bases(s).Any(name => name.Tag is GeneralNameText.X400 or GeneralNameText.EdiParty or GeneralNameText.RegisteredId)
                ? "a constraint is on a name form that software does not process"
                : null),
        new("name_constraints_ip_length", Error, "RFC 5280 4.2.1.10", Cas, "An IP constraint has 8 or 32 octets.",
            s => Addresses(s).Any(name => name.Length is not (8 or 32)) ? "an IP constraint has neither 8 nor 32 octets" : null),
        new(
            "name_constraints_ip_range", Warning, "RFC 4632 3.1", Cas,
            "The mask of an IP constraint is a prefix, and the address has no bit outside it.",
            s => Addresses(s).Any(name => name.Length is 8 or 32 && !IsRange(name.Content))
                ? "an IP constraint is no address range"
                : null),
        new(
            "name_constraints_host", Error, "RFC 5280 4.2.1.10, RFC 9549 2.2", Cas,
            "A DNS, mail or URI constraint is a host or domain in ASCII, or a mailbox: no scheme, port, path or wildcard.",
            s => Bases(s)
                .Where(name => !IsHostConstraint(name))
                .Select(name => $"{GeneralNameText.Shown(GeneralNameText.Of(name))} is no host or domain")
                .FirstOrDefault()),
        new(
            "name_constraints_upn", Warning, "AD CS 1.3.6.1.4.1.311.20.2.3", Cas,
            "A constraint on user principal names is UTF8String, and is @domain, .domain or one name; Windows takes a bare domain for an "
                + "ending.",
            s => Bases(s).Any(name => IsUpn(name) && !IsUpnConstraint(name))
                ? "a UPN constraint is neither @domain nor .domain nor a name"
                : null),
        new(
            "name_constraints_dns_no_dot", Warning, "RFC 5280 4.2.1.10", Cas,
            "A DNS constraint does not begin with a dot, which software reads in different ways.",
            s => Bases(s).Any(name => name.Tag == GeneralNameText.Dns && name.Content is [(byte)'.', ..])
                ? "a DNS constraint begins with a dot"
                : null),
    ];

    private static string? Valid(LintSubject s)
    {
        if (s.Find(Oids.NameConstraints) is not { } extension)
        {
            return null;
        }

        // Reading them all is the test; others constrain forms (user principal names, say) that our arithmetic refuses.
        _ = s.IsForeign ? Bases(s).Count() : NameConstraintSet.From(s.Parts).Permitted.Count;
        return extension.Critical ? null : "name constraints are not critical";
    }

    private static DerElement? Value(LintSubject s) => s.Find(Oids.NameConstraints)?.Value.Expect(Der.SequenceTag);

    private static IEnumerable<DerElement> Subtrees(LintSubject s) => Value(s)?.Children.SelectMany(subtrees => subtrees.Children) ?? [];

    private static IEnumerable<DerElement> Bases(LintSubject s) => Subtrees(s).Select(subtree => subtree.Expect(Der.SequenceTag)[0]);

    private static IEnumerable<DerElement> Addresses(LintSubject s) => Bases(s).Where(name => name.Tag == GeneralNameText.IP);

    // An empty DNS or mail constraint covers every name of its form.
    private static bool IsHostConstraint(DerElement name)
    {
        var text = GeneralNameText.IsAscii(name) ? GeneralNameText.Of(name) : " ";
        var domain = text.StartsWith(".", StringComparison.Ordinal) ? text.Substring(1) : text;
        return name.Tag switch
        {
            GeneralNameText.Dns => text.Length == 0 || GeneralNameText.IsHost(domain),
            GeneralNameText.Email
                => text.Length == 0 || (text.Contains('@') ? GeneralNameText.IsMailbox(text) : GeneralNameText.IsHost(domain)),
            GeneralNameText.Uri => GeneralNameText.IsHost(domain),
            _ => true,
        };
    }

    private static bool IsUpn(DerElement name) =>
        name.Tag == GeneralNameText.OtherName && name.Count == 2 && name[0].Oid() == Oids.UserPrincipalName;

    private static bool IsUpnConstraint(DerElement name) =>
        name[1].Tag == 0xA0 && name[1].Inner() is { Tag: 0x0C } value && GeneralNameText.IsAscii(value)
            && HostSyntax.IsUpnOrDomain(AsciiFold.Lower(GeneralNameText.Of(value)));

    private static bool IsRange(byte[] bytes)
    {
        var half = bytes.Length / 2;
        var mask = bytes.Skip(half).SelectMany(Bits).ToArray();
        return !mask.SkipWhile(bit => bit).Contains(true)
            && bytes.Take(half).SelectMany(Bits).Zip(mask, (bit, kept) => !bit || kept).All(good => good);
    }

    private static IEnumerable<bool> Bits(byte value) => Enumerable.Range(0, 8).Select(i => (value & (0x80 >> i)) != 0);
}
