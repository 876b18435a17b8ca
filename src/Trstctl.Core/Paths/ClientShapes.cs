namespace Trstctl.Paths;

/// <summary>What a plan makes that RFC 5280 allows and widespread clients cannot follow, with the way out. Each shape and client was
/// tried: docs/clients.md has the table.</summary>
internal static class ClientShapes
{
    private const int Named = 3;

    private static readonly Shape[] OfOne =
    [
        new(
            "Mbed TLS refuses", "has name constraints, which it does not know", "give its devices a CA without them",
            member => !member.Constraints.IsEmpty),
        new(
            "Go refuses", "limits directory names", "limit DNS names, addresses and mailboxes instead, or give Go's programs another CA",
            member => Limits(member, NameForm.DirectoryName)),
        new(
            "strongSwan refuses", "limits IP addresses", "leave addresses out of the constraints, or give its gateways another CA",
            member => Limits(member, NameForm.IP)),
        new(
            "Go, GnuTLS and Mbed TLS refuse", "has policyConstraints, which they do not follow",
            "give their programs a path over a CA without it",
            member => member.Policies is { RequiresExplicit: not null } or { InhibitsMapping: not null }),
        new(
            "Go and Mbed TLS refuse", "has inhibitAnyPolicy, which they do not follow", "give their programs a path over a CA without it",
            member => member.Policies is { InhibitsAny: not null }),
        new(
            "strongSwan refuses", "has no subject key identifier",
            "renew it with one where strongSwan is used, or see that what it signs names SHA-1 of its key as the authority's identifier",
            member => member.Unusable is null && member.SubjectKeyIdentifier is null),
    ];

    private static readonly (NameForm Form, string Clients, string Names)[] Wider =
    [
        (NameForm.Email, "Go takes", "mailboxes at hosts below it"),
        (NameForm.Uri, "Go and GnuTLS take", "URIs of hosts below it"),
    ];

    /// <param name="bench">Where the plan is tried.</param>
    /// <param name="paths">The good ones with something planned in them, from the issuing CA to the anchor.</param>
    public static IReadOnlyList<string> Remarks(PathMaterial bench, IEnumerable<IReadOnlyList<PathCertificate>> paths)
    {
        var good = paths.ToArray();
        var certificates = good.SelectMany(path => path).Distinct().ToArray();
        return
        [
            .. OfOne.SelectMany(shape => Say(shape, certificates.Where(c => shape.Is(bench.Member(c))))),
            .. certificates.SelectMany(c => TakenWider(bench.Member(c))),
            .. Rows(good),
            .. PairsOfLinks(bench),
            .. ForeignRoots(bench),
        ];
    }

    private static bool Limits(PathMember member, NameForm form) =>
        member.Constraints.Permitted.Concat(member.Constraints.Excluded).Any(name => name.Form == form);

    private static IEnumerable<string> Say(Shape shape, IEnumerable<PathCertificate> certificates)
    {
        var names = certificates.Select(c => c.Name).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length > 0)
        {
            yield return $"{shape.Clients} what stands below {Some(names)}, which {shape.Why}; {shape.WayOut}";
        }
    }

    // RFC 5280 4.2.1.10: a host is one host.
    private static IEnumerable<string> TakenWider(PathMember member) =>
        from wider in Wider
        from name in member.Constraints.PermittedOf(wider.Form)
        let below = new ConstrainedName(wider.Form, "." + name.Host)
        where name.Host.Length > 0 && name.Host[0] != '.' && !name.Host.Contains("@") && !member.Constraints.Excluded.Contains(below)
        select $"{wider.Clients} {name} of {member.Label} to allow {wider.Names} too; exclude {below} as well";

    // Seen with the links of two rotations, over which the oldest root leads to the newest.
    private static IEnumerable<string> Rows(IEnumerable<IReadOnlyList<PathCertificate>> paths)
    {
        var rows = paths.Where(path => path.Zip(path.Skip(1).Take(Math.Max(0, path.Count - 2)), (one, next) => (one, next))
            .Any(pair => pair.one.IsSelfIssued && pair.next.IsSelfIssued));
        var names = rows.Select(path => path[path.Count - 1].Name).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length > 0)
        {
            yield return $"Java refuses two links in a row from {Some(names)}; install the newest root where Java trusts an older one";
        }
    }

    private static IEnumerable<string> PairsOfLinks(PathMaterial bench)
    {
        var links = bench.Touched.SelectMany(a => a.Certificates).Where(c => c.IsSelfIssued && !bench.Roots.Contains(c)).ToArray();
        bool ArePair(PathCertificate one, PathCertificate other) =>
            other.Key == bench.SignerOf(one) && bench.SignerOf(other) == one.Key && other.SubjectName.Equivalent(one.SubjectName);
        if (links.Any(one => one.IsPlanned && links.Any(other => ArePair(one, other))))
        {
            yield return "Java and strongSwan find no path where both links are in one file, and Mbed TLS where the one that is not needed "
                + "stands first; offer new-with-old to those who trust the old key, old-with-new to those who trust the new one";
        }
    }

    private static IEnumerable<string> ForeignRoots(PathMaterial bench) =>
        from authority in bench.Touched
        where authority.Certificates.Any(c => c.IsPlanned && !c.IsSelfIssued) && authority.Certificates.Any(bench.Roots.Contains)
        select $"OpenSSL and .NET find no path where the root certificate of {authority.Label} stands before the cross-certificate in a "
            + "file; leave that root out of the file, or put it last";

    private static string Some(IReadOnlyList<string> names) => names.Count <= Named
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(Named))} and {names.Count - Named} more";

    private sealed record Shape(string Clients, string Why, string WayOut, Func<PathMember, bool> Is);
}
