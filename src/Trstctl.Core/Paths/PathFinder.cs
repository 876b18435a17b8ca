namespace Trstctl.Paths;

/// <summary>The paths from a CA to anchors, the shortest first: from each certificate to those of the key that signed it.</summary>
internal sealed class PathFinder(IPathSource source)
{
    private const int LongestPath = 10;
    private const int MostPaths = 100;
    private const int MostSteps = 5000;

    private int steps;

    /// <summary>True where there were more or longer paths than are followed; known once all have been asked for.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Each from the certificates given, or those of the issuer, up to the anchor.</summary>
    /// <param name="below">Where the path begins; may be empty.</param>
    /// <param name="issuer">The name that the next one has.</param>
    /// <param name="key">And its key.</param>
    public IEnumerable<IReadOnlyList<PathCertificate>> From(IReadOnlyList<PathCertificate> below, DistinguishedName issuer, string key)
    {
        var found = 0;
        var waiting = new Queue<(IReadOnlyList<PathCertificate> Below, DistinguishedName Issuer, string Key)>();
        waiting.Enqueue((below, issuer, key));
        while (waiting.Count > 0)
        {
            var from = waiting.Dequeue();
            foreach (var next in Issuers(from.Below, from.Issuer, from.Key))
            {
                if (found >= MostPaths || from.Below.Count >= LongestPath || ++steps > MostSteps)
                {
                    IsCut = true;
                    break;
                }

                IReadOnlyList<PathCertificate> path = [.. from.Below, next];
                if (source.IsAnchor(next))
                {
                    found++;
                    yield return path;
                }
                else
                {
                    waiting.Enqueue((path, next.IssuerName, source.SignerOf(next)));
                }
            }
        }
    }

    // One of the same name and another key is followed where the key is nobody's: to say what is wrong.
    private PathCertificate[] Issuers(IReadOnlyList<PathCertificate> below, DistinguishedName issuer, string key)
    {
        var named = source.Named(issuer).Where(c => source.IsAnchor(c) || source.MayStandBetween(c)).ToArray();
        var own = named.Where(c => c.Key == key).ToArray();
        return (own.Length > 0 ? own : named)
            .Where(c => !below.Any(b => b.Key == c.Key && b.SubjectName.Equivalent(c.SubjectName)))
            .ToArray();
    }
}
