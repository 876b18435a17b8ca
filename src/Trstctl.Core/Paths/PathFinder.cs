namespace Trstctl.Paths;

/// <summary>All paths by name from a CA to anchors, by certificates that can be found.</summary>
internal sealed class PathFinder(PathMaterial bench, IReadOnlyList<PathCertificate> anchors, Func<PathCertificate, bool> isAvailable)
{
    private const int LongestPath = 10;
    private const int MostPaths = 100;
    private const int MostSteps = 5000;
    private readonly List<IReadOnlyList<PathCertificate>> found = [];
    private int steps;

    /// <summary>True where there were more or longer paths than are followed.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Each from the issuing CA's certificate to the anchor.</summary>
    public IReadOnlyList<IReadOnlyList<PathCertificate>> From(PathAuthority authority)
    {
        Climb([], authority.Name, authority.Key);
        return found;
    }

    private void Climb(IReadOnlyList<PathCertificate> below, DistinguishedName issuer, string key)
    {
        foreach (var next in Issuers(below, issuer, key))
        {
            if (found.Count >= MostPaths || below.Count >= LongestPath || ++steps > MostSteps)
            {
                IsCut = true;
                return;
            }

            IReadOnlyList<PathCertificate> path = [.. below, next];
            if (anchors.Contains(next))
            {
                found.Add(path);
            }
            else
            {
                Climb(path, next.IssuerName, bench.SignerOf(next));
            }
        }
    }

    // A root that is not trusted leads nowhere. One of the same name and another key is followed where there is no better: to say
    // what is wrong.
    private IEnumerable<PathCertificate> Issuers(IReadOnlyList<PathCertificate> below, DistinguishedName issuer, string key)
    {
        var named = bench.Named(issuer)
            .Where(c => (anchors.Contains(c) || (isAvailable(c) && !bench.Roots.Contains(c)))
                && !below.Any(b => b.Key == c.Key && b.SubjectName.Equivalent(c.SubjectName)))
            .ToArray();
        var own = named.Where(c => c.Key == key).ToArray();
        return own.Length > 0 ? own : named;
    }
}
