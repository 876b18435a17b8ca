using Org.BouncyCastle.X509;

namespace Trstctl.Paths;

/// <summary>What the trials of one experiment share: who signed what, names, and certificates made again.</summary>
internal sealed class PathMaterial : IDisposable
{
    private readonly Dictionary<string, List<PathCertificate>> byName;
    private readonly Dictionary<PathCertificate, string> signers;
    private readonly Dictionary<PathCertificate, PathMember> members = [];
    private readonly Dictionary<PathCertificate, X509Certificate> remade = [];
    private int trialsLeft;

    /// <param name="experiment">What stands on it.</param>
    /// <param name="mostTrials">How many paths may be tried in all.</param>
    public PathMaterial(PathSearch experiment, int mostTrials)
    {
        trialsLeft = mostTrials;
        byName = experiment.Certificates
            .GroupBy(c => c.SubjectName.Comparable, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        signers = experiment.Certificates.ToDictionary(c => c, c => PathSigners.Of(c, Named(c.IssuerName)));
        Authorities = experiment.Certificates
            .GroupBy(c => (c.Key, c.SubjectName.Comparable))
            .Select(group => new PathAuthority(group.ToArray()))
            .ToArray();
        var byKey = Authorities.ToLookup(authority => authority.Key, StringComparer.Ordinal);
        PathLabels.Give(Authorities, c => byKey[SignerOf(c)].FirstOrDefault(authority => authority.Name.Equivalent(c.IssuerName)));
        Roots = experiment.Certificates.Where(c => c.IsSelfIssued && SignerOf(c) == c.Key).ToArray();
        Touched = Touch(experiment.Certificates);
        At = experiment.Certificates.Where(c => c.IsPlanned).Select(c => c.NotBefore).Append(experiment.At).Max();
    }

    public ThrowAwayKeys Keys { get; } = new();

    public IReadOnlyList<PathAuthority> Authorities { get; }

    public IReadOnlyList<PathCertificate> Roots { get; }

    /// <summary>The CAs that the plan certifies, and all that stand below a name of theirs.</summary>
    public IReadOnlyList<PathAuthority> Touched { get; }

    /// <summary>UTC.</summary>
    public DateTime At { get; }

    public bool MayTry(int paths) => paths == 0 || (trialsLeft -= paths) >= 0;

    public string SignerOf(PathCertificate certificate) => signers[certificate];

    public IReadOnlyList<PathCertificate> Named(DistinguishedName name) => byName.TryGetValue(name.Comparable, out var found) ? found : [];

    public PathMember Member(PathCertificate certificate)
    {
        if (!members.TryGetValue(certificate, out var member))
        {
            member = new PathMember(certificate, certificate.Name, SignerOf(certificate));
            members.Add(certificate, member);
        }

        return member;
    }

    public X509Certificate Remade(PathCertificate certificate)
    {
        if (!remade.TryGetValue(certificate, out var made))
        {
            made = new X509Certificate(Remake.Certificate(certificate.Parts, Keys.Of(certificate.Key), Keys.Of(SignerOf(certificate))));
            remade.Add(certificate, made);
        }

        return made;
    }

    /// <summary>What one relying party has of it.</summary>
    public IPathSource Source(IReadOnlyList<PathCertificate> anchors, Func<PathCertificate, bool> isAvailable) =>
        new PartySource(this, anchors, isAvailable);

    public void Dispose() => Keys.Dispose();

    private PathAuthority[] Touch(IReadOnlyList<PathCertificate> certificates)
    {
        var below = certificates.ToLookup(c => c.IssuerName.Comparable, c => c.SubjectName.Comparable, StringComparer.Ordinal);
        var names = NameClosure.Of(certificates.Where(c => c.IsPlanned).Select(c => c.SubjectName.Comparable), name => below[name]);
        return Authorities.Where(authority => names.Contains(authority.Name.Comparable)).ToArray();
    }

    private sealed class PartySource(
        PathMaterial bench, IReadOnlyList<PathCertificate> anchors, Func<PathCertificate, bool> isAvailable) : IPathSource
    {
        public IReadOnlyList<PathCertificate> Named(DistinguishedName name) => bench.Named(name);

        public string SignerOf(PathCertificate certificate) => bench.SignerOf(certificate);

        public bool IsAnchor(PathCertificate certificate) => anchors.Contains(certificate);

        // A root that is not trusted leads nowhere.
        public bool MayStandBetween(PathCertificate certificate) => isAvailable(certificate) && !bench.Roots.Contains(certificate);
    }
}
