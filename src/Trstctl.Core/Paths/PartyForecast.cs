using System.Globalization;

namespace Trstctl.Paths;

/// <summary>Whether one relying party accepts what one CA issues under one key identifier, and whether the plan has to do with
/// it.</summary>
internal sealed class PartyForecast
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(31);
    private readonly PathMaterial bench;
    private readonly PathParty party;
    private readonly PathAuthority authority;
    private readonly byte[] identifier;
    private readonly TriedPath[] trials;
    private readonly bool isCut;

    public PartyForecast(PathMaterial bench, PathParty party, PathAuthority authority, byte[] identifier)
    {
        this.bench = bench;
        this.party = party;
        this.authority = authority;
        this.identifier = identifier;
        var finder = new PathFinder(bench.Source(party.Anchors, certificate => certificate.IsPublished));
        var paths = finder.From([], authority.Name, authority.Key).ToArray();
        isCut = finder.IsCut || !bench.MayTry(paths.Length);
        trials = isCut
            ? []
            : paths.Select(path => TriedPath.Run(bench, party, path, authority, identifier)).OrderBy(trial => trial.Rank).ToArray();
        Before = authority.Exists ? ReadBefore() : null;
        Faults = Best is { IsGood: true } && !isCut ? []
            : isCut ? ["too many or too long paths: not judged"]
            : Best is null ? ["no path leads to what they trust"]
            : Best.Faults.Where(fault => fault.Severity == PathSeverity.Breaks).Select(fault => fault.Reason).ToArray();
    }

    /// <summary>Whether anything but the party's own wish connects the two.</summary>
    public bool IsRelated => trials.Length > 0 || isCut || Before?.IsGood == true || party.IsNamed;

    public IReadOnlyList<string> Faults { get; }

    /// <summary>The certificates of the plan that stand in a good path.</summary>
    public IEnumerable<PathCertificate> Used =>
        trials.Where(trial => trial.IsGood).SelectMany(trial => trial.Path).Where(certificate => certificate.IsPlanned);

    /// <summary>The good paths with a certificate of the plan.</summary>
    public IEnumerable<IReadOnlyList<PathCertificate>> GoodPaths =>
        trials.Where(trial => trial.IsGood && trial.TouchesPlan).Select(trial => trial.Path);

    private TriedPath? Best => trials.FirstOrDefault();

    private TriedPath? Before { get; }

    private TriedPath? Last => trials.Where(trial => trial.IsGood).OrderByDescending(trial => trial.Until).FirstOrDefault();

    public PathVerdict Verdict() => new(
        party.Name,
        authority.Label,
        identifier,
        Best is null ? null : string.Join(" > ", Best.Path.Select(certificate => certificate.Name)),
        Last?.Until,
        Faults);

    /// <summary>What the plan breaks or leaves doubtful; what was so before and what it does not touch is not its fault.</summary>
    public IEnumerable<(PathSeverity Severity, string Reason)> Findings()
    {
        if (Faults.Count > 0)
        {
            return IsOfThePlan() ? Faults.Select(reason => (PathSeverity.Breaks, reason)) : [];
        }

        return Best!.TouchesPlan || Last!.TouchesPlan ? Doubts() : [];
    }

    private IEnumerable<(PathSeverity Severity, string Reason)> Doubts()
    {
        foreach (var fault in Best!.Faults)
        {
            yield return (PathSeverity.Warns, fault.Reason);
        }

        if (Last!.Until + Grace < authority.NotAfter)
        {
            yield return (PathSeverity.Warns, $"their path ends on {Date(Last.Until)}, the CA on {Date(authority.NotAfter)}");
        }
    }

    private bool IsOfThePlan()
    {
        var wasSo = Before is { IsGood: false } && Faults.All(reason => Before.Faults.Any(fault => fault.Reason == reason));
        return !wasSo && (isCut || Before?.IsGood == true || trials.Any(trial => trial.TouchesPlan) || (authority.IsPlanned && IsRelated));
    }

    // As it was: with what the plan withdraws and without what it makes. Who trusts only what is planned trusted another root until now.
    private TriedPath? ReadBefore()
    {
        var anchors = party.Anchors.Where(anchor => !anchor.IsPlanned).ToArray();
        var finder = new PathFinder(bench.Source(
            anchors.Length > 0 ? anchors : bench.Roots.Where(root => !root.IsPlanned).ToArray(),
            certificate => !certificate.IsPlanned && (certificate.IsPublished || certificate.IsWithdrawn)));
        return finder
            .From([], authority.Name, authority.Key)
            .Select(path => TriedPath.Read(bench, path, authority, identifier))
            .OrderBy(trial => trial.Rank)
            .FirstOrDefault();
    }

    private static string Date(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
