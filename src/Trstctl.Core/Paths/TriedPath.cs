namespace Trstctl.Paths;

/// <summary>One path and one CA's issuing under it, judged twice: in our own words, and by BouncyCastle over throw-away keys.</summary>
internal sealed class TriedPath
{
    private readonly List<PathFault> faults;

    private TriedPath(IReadOnlyList<PathCertificate> path, IEnumerable<PathFault> faults)
    {
        Path = path;
        this.faults = faults.ToList();
    }

    public IReadOnlyList<PathCertificate> Path { get; }

    public IReadOnlyList<PathFault> Faults => faults;

    public bool IsGood => faults.All(fault => fault.Severity != PathSeverity.Breaks);

    public bool TouchesPlan => Path.Any(certificate => certificate.IsPlanned);

    /// <summary>UTC: when the first of its certificates ends.</summary>
    public DateTime Until => Path.Min(certificate => certificate.NotAfter);

    /// <summary>The fewer, the sooner a client takes it.</summary>
    public (int Breaks, int Warns, int Length) Rank =>
        (faults.Count(fault => fault.Severity == PathSeverity.Breaks), faults.Count, Path.Count);

    /// <summary>In our own words alone.</summary>
    public static TriedPath Read(PathMaterial bench, IReadOnlyList<PathCertificate> path, PathAuthority authority, byte[] identifier) =>
        new(path, Walk(bench, path, authority, identifier).Faults);

    public static TriedPath Run(
        PathMaterial bench, PathParty party, IReadOnlyList<PathCertificate> path, PathAuthority authority, byte[] identifier)
    {
        var walk = Walk(bench, path, authority, identifier);
        var trial = new TriedPath(path, walk.Faults);
        trial.faults.AddRange(Unfamiliar(bench, party, path));
        var probe = walk.Refuses ? LeafProbe.Anyhow : LeafProbe.Under(walk);
        if (probe is null)
        {
            trial.faults.Add(new PathFault("no name is left for what it issues"));
        }
        else if (Disagreement(bench, walk, path, authority, identifier, probe) is { } reason)
        {
            trial.faults.Add(new PathFault(reason));
        }

        return trial;
    }

    private static PathWalk Walk(PathMaterial bench, IReadOnlyList<PathCertificate> path, PathAuthority authority, byte[] identifier) =>
        PathWalk.Below(path.Select(bench.Member).ToArray(), authority.Key, AuthorityKeyName.OfIdentifier(identifier), bench.At);

    private static IEnumerable<PathFault> Unfamiliar(PathMaterial bench, PathParty party, IReadOnlyList<PathCertificate> path)
    {
        foreach (var name in path.Select(c => bench.Member(c).Unfamiliar).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var isKnown = PathAlgorithms.IsPostQuantum(name) ? party.KnowsPostQuantum : null;
            if (isKnown != true)
            {
                yield return isKnown == false
                    ? new PathFault($"{name} is needed, which they do not know")
                    : new PathFault($"{name} is needed, which many do not know", PathSeverity.Warns, onlyBySome: true);
            }
        }
    }

    // BouncyCastle counts the anchor's policies with its other limits or none of them; our own walk stands between the two.
    private static string? Disagreement(
        PathMaterial bench, PathWalk walk, IReadOnlyList<PathCertificate> path, PathAuthority authority, byte[] identifier, LeafProbe probe)
    {
        var key = bench.Keys.Of(authority.Key);
        var leaf = probe.Issue(authority.Name, AuthorityKeyName.OfIdentifier(identifier), key, key, bench.At);
        string? Judge(bool anchorInPath) => SecondOpinion.Fault(
            path.Select(bench.Remade).Prepend(new Org.BouncyCastle.X509.X509Certificate(leaf)), bench.At, anchorInPath);
        var strict = Judge(anchorInPath: true);
        return walk.Refuses
            ? strict is null ? "BouncyCastle accepts what is refused here" : null
            : strict is not null && Judge(anchorInPath: false) is { } reason ? $"BouncyCastle refuses: {reason}" : null;
    }
}
