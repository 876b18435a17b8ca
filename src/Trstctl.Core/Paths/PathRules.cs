namespace Trstctl.Paths;

/// <summary>What can go wrong whatever a relying party trusts: programs that do not search for a path, but take what is there.</summary>
internal static class PathRules
{
    public static IEnumerable<PathFinding> Check(PathMaterial bench, IReadOnlyList<PathBundle> bundles) =>
        bundles.SelectMany(bundle => Lines(bench, bundle)).Concat(Ambiguities(bench)).Concat(Forks(bench));

    // hashicorp/vault issue 28749, cert-manager issue 7645: each certificate is to be issued by the next one.
    private static IEnumerable<PathFinding> Lines(PathMaterial bench, PathBundle bundle)
    {
        foreach (var (child, issuer) in bundle.Certificates.Zip(bundle.Certificates.Skip(1), (child, issuer) => (child, issuer)))
        {
            var isIssuer = child != issuer && child.IssuerName.Equivalent(issuer.SubjectName) && bench.SignerOf(child) == issuer.Key;
            var reason = isIssuer
                ? bench.Member(child).AuthorityKey.Mismatch(bench.Member(issuer))
                : $"the next, {issuer.Name}, did not issue it";
            if (reason is not null)
            {
                yield return new PathFinding(PathSeverity.Breaks, $"programs that want {bundle.Name} in one line", [child.Name], reason);
            }
        }
    }

    // A client that takes the first issuer of the right name, or that is told of no key, may take the wrong one and look no further.
    private static IEnumerable<PathFinding> Ambiguities(PathMaterial bench)
    {
        foreach (var child in bench.Touched
            .SelectMany(authority => authority.Certificates)
            .Where(c => c.IsPublished && !bench.Roots.Contains(c)))
        {
            var signer = bench.SignerOf(child);
            var others = bench.Named(child.IssuerName).Where(c => c.Key != signer && IsOffered(bench, c)).ToArray();
            if (others.Any(
                other => bench.Member(child).AuthorityKey.Mismatch(bench.Member(other)) is null && (other.IsPlanned || child.IsPlanned)))
            {
                yield return Ambiguity(child.Name, "its issuer's name has two keys, and it does not say which");
            }
        }

        foreach (var authority in bench.Touched)
        {
            var others = bench.Named(authority.Name).Where(c => c.Key != authority.Key && IsOffered(bench, c)).ToArray();
            if (others.Any(
                other => (other.IsPlanned || authority.IsPlanned)
                    && authority.Identifiers.Any(id => AuthorityKeyName.OfIdentifier(id).Mismatch(bench.Member(other)) is null)))
            {
                yield return Ambiguity(authority.Label, "another key has its name and key identifier");
            }
        }
    }

    private static IEnumerable<PathFinding> Forks(PathMaterial bench)
    {
        foreach (var authority in bench.Touched)
        {
            var issued = authority.Certificates.Where(c => c.IsPublished && !bench.Roots.Contains(c) && !c.IsSelfIssued).ToArray();
            if (issued.Any(c => c.IsPlanned) && issued.Select(c => (bench.SignerOf(c), c.IssuerName.ToString())).Distinct().Count() > 1)
            {
                yield return new PathFinding(
                    PathSeverity.Warns, "programs that want a chain in one line", [authority.Label],
                    "two issuers; put one of its certificates in a file");
            }
        }
    }

    private static bool IsOffered(PathMaterial bench, PathCertificate certificate) =>
        certificate.IsPublished || bench.Roots.Contains(certificate);

    private static PathFinding Ambiguity(string authority, string reason) =>
        new(PathSeverity.Warns, "clients that try one issuer only", [authority], reason);
}
