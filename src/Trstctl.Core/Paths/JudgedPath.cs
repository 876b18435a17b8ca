namespace Trstctl.Paths;

/// <summary>A certificate that may stand above the one in question.</summary>
/// <param name="Der">The certificate.</param>
/// <param name="IsAnchor">Whether paths end there. Its own dates, path length and name constraints count, as OpenSSL and Windows judge
/// it.</param>
/// <param name="Refusal">Why no path leads over it, such as "was revoked"; null where nothing is known.</param>
internal sealed record KnownCertificate(byte[] Der, bool IsAnchor, string? Refusal = null);

/// <summary>The path from a certificate to an anchor: the first that is good, or the one that fails least.</summary>
internal sealed class JudgedPath
{
    private JudgedPath(IReadOnlyList<PathCertificate> path, IReadOnlyList<PathFault> faults, bool isCut)
    {
        Path = path.Select(certificate => certificate.Bytes).ToArray();
        Faults =
        [
            .. faults.Where(fault => !fault.OnlyBySome).Select(fault => fault.Reason),
            .. isCut ? ["There are more or longer paths than are tried."] : Array.Empty<string>(),
        ];
        Doubts = faults.Where(fault => fault.OnlyBySome).Select(fault => fault.Reason).ToArray();
    }

    /// <summary>DER, from the certificate in question to the anchor; empty where no path leads to one.</summary>
    public IReadOnlyList<byte[]> Path { get; }

    /// <summary>Why RFC 5280 section 6 refuses it; empty where it does not.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Why widespread programs may refuse it nevertheless.</summary>
    public IReadOnlyList<string> Doubts { get; }

    /// <param name="target">DER of a CA's or an end entity's certificate.</param>
    /// <param name="named">Those of a subject, compared as RFC 5280 7.1 says (<see cref="DistinguishedName.Comparable"/>).</param>
    /// <param name="at">UTC.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where the target cannot be read.</exception>
    public static JudgedPath Of(byte[] target, Func<string, IEnumerable<KnownCertificate>> named, DateTime at)
    {
        CertificateParts.OfCertificate(target);
        var source = new KnownSource(named);
        var certificate = source.Of(target);
        var finder = new PathFinder(source);
        var paths = source.IsAnchor(certificate)
            ? [[certificate]]
            : finder.From([certificate], certificate.IssuerName, source.SignerOf(certificate));
        (IReadOnlyList<PathCertificate> Path, IReadOnlyList<PathFault> Faults)? best = null;
        foreach (var path in paths)
        {
            var faults = source.Judge(path, at);
            if (best is null || Rank(faults).CompareTo(Rank(best.Value.Faults)) < 0)
            {
                best = (path, faults);
            }

            if (faults.Count == 0)
            {
                break;
            }
        }

        return best is { } found
            ? new JudgedPath(found.Path, found.Faults, finder.IsCut && found.Faults.Any(fault => !fault.OnlyBySome))
            : new JudgedPath([], [new PathFault("No path leads from the certificate to a trusted root.")], finder.IsCut);
    }

    private static (int Faults, int Doubts) Rank(IReadOnlyList<PathFault> faults) =>
        (faults.Count(fault => !fault.OnlyBySome), faults.Count);

    private sealed class KnownSource(Func<string, IEnumerable<KnownCertificate>> named) : IPathSource
    {
        private readonly Dictionary<string, PathCertificate> certificates = new(StringComparer.Ordinal);
        private readonly Dictionary<string, IReadOnlyList<PathCertificate>> byName = new(StringComparer.Ordinal);
        private readonly Dictionary<PathCertificate, string> signers = [];
        private readonly HashSet<PathCertificate> anchors = [];

        /// <summary>With what is known of it, where it is known.</summary>
        public PathCertificate Of(byte[] target)
        {
            var certificate = new PathCertificate(target, key: null, signer: null, isPlanned: false);
            return Named(certificate.SubjectName).FirstOrDefault(known => known.Bytes.AsSpan().SequenceEqual(target)) ?? certificate;
        }

        public IReadOnlyList<PathCertificate> Named(DistinguishedName name)
        {
            if (!byName.TryGetValue(name.Comparable, out var found))
            {
                found = named(name.Comparable).Select(Add).Distinct().ToArray();
                byName.Add(name.Comparable, found);
            }

            return found;
        }

        public string SignerOf(PathCertificate certificate)
        {
            if (!signers.TryGetValue(certificate, out var signer))
            {
                signer = PathSigners.Of(certificate, Named(certificate.IssuerName));
                signers.Add(certificate, signer);
            }

            return signer;
        }

        public bool IsAnchor(PathCertificate certificate) => anchors.Contains(certificate);

        public bool MayStandBetween(PathCertificate certificate) => true;

        public IReadOnlyList<PathFault> Judge(IReadOnlyList<PathCertificate> path, DateTime at)
        {
            var members = path
                .Select((c, i) => new PathMember(c, Label(c), SignerOf(c), isEnd: i == 0 && path.Count > 1 && !IsCA(c)))
                .ToArray();
            var anchor = members[members.Length - 1];
            return anchor.SignerKey == anchor.Key
                ? PathWalk.To(members, at).Faults
                : [new PathFault($"the root {anchor.Label} is not signed by its own key")];
        }

        private static bool IsCA(PathCertificate certificate)
        {
            try
            {
                return certificate.Parts.IsCA();
            }
            catch (TrstException)
            {
                return false;
            }
        }

        private static string Label(PathCertificate certificate) =>
            certificate.SubjectName.CommonName is { Length: > 0 } name ? name : certificate.Subject;

        private PathCertificate Add(KnownCertificate known)
        {
            var id = Digest.Of(known.Der).Hex;
            if (!certificates.TryGetValue(id, out var certificate))
            {
                certificate = new PathCertificate(known.Der, key: null, signer: null, isPlanned: false) { Refusal = known.Refusal };
                certificates.Add(id, certificate);
            }

            if (known.IsAnchor)
            {
                anchors.Add(certificate);
            }

            return certificate;
        }
    }
}
