using System.Globalization;
using System.Text;

namespace Trstctl.Paths;

/// <summary>What relying parties would have before them once a plan is carried out. Add what exists and what is planned; one
/// party for each root, and one for all roots together, are asked beside those that are named.</summary>
internal sealed class PathSearch
{
    private const int MostCertificates = 1000;
    private const string PlannedKey = "planned key";
    private readonly List<PathCertificate> certificates = [];
    private readonly List<PathParty> parties = [];
    private readonly List<PathBundle> bundles = [];

    /// <param name="at">UTC: when the plan is judged. Paths are tried when all that is planned has begun to be valid.</param>
    public PathSearch(DateTime at) => At = at;

    public DateTime At { get; }

    public IReadOnlyList<PathCertificate> Certificates => certificates;

    internal IReadOnlyList<PathParty> Parties => parties;

    internal IReadOnlyList<PathBundle> Bundles => bundles;

    /// <summary>A root, intermediate, cross- or link certificate as it is. Adding it again changes nothing but its publication.</summary>
    /// <param name="certificate">DER.</param>
    /// <param name="published">False for one that is withdrawn or replaced, though what it issued is still in use.</param>
    /// <param name="label">How reports name it; its common name unless given.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/>.</exception>
    public PathCertificate Existing(byte[] certificate, bool published = true, string? label = null)
    {
        var known = certificates.FirstOrDefault(other => !other.IsPlanned && other.Bytes.AsSpan().SequenceEqual(certificate));
        if (known is null)
        {
            CertificateParts.OfCertificate(certificate);
            known = Add(new PathCertificate((byte[])certificate.Clone(), key: null, signer: null, isPlanned: false));
        }

        known.IsPublished |= published;
        known.Label = label ?? known.Label;
        return known;
    }

    /// <summary>A certificate that the plan would make.</summary>
    /// <param name="template">Complete, or with the key and what follows from it open.</param>
    /// <param name="signer">Whose key signs it; null for its own.</param>
    /// <param name="sameKeyAs">The planned certificate whose new key this one holds too (RFC 4210 4.4); null for a key of its own.</param>
    /// <param name="label">How reports name it; its common name unless given.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.TemplateInvalid"/> or <see cref="ErrorId.CertificateInvalid"/>.</exception>
    public PathCertificate Planned(
        CertificateTemplate template, PathCertificate? signer, PathCertificate? sameKeyAs = null, string? label = null)
    {
        var tbs = template.Tbs;
        var opensKey = template.Holes.Any(hole => hole.Meaning == HoleMeaning.SubjectPublicKey);
        var key = !opensKey ? null : sameKeyAs?.Key ?? $"{PlannedKey} {certificates.Count.ToString(CultureInfo.InvariantCulture)}";
        var own = Identifier(key, sameKeyAs?.Parts ?? CertificateParts.Of(tbs));
        var issuers = signer is null ? own : Identifier(signer.Key, signer.Parts);
        foreach (var hole in template.Holes.Where(hole => hole.Meaning != HoleMeaning.SubjectPublicKey))
        {
            (hole.Meaning == HoleMeaning.SubjectKeyIdentifier ? own : issuers).CopyTo(tbs, hole.Offset);
        }

        var planned = Add(new PathCertificate(tbs, key, signer, isPlanned: true));
        planned.IsPublished = true;
        planned.Label = label;
        return planned;
    }

    /// <summary>The plan takes it out of use: servers and directories no longer offer it, but those who trust it still do.</summary>
    public void Withdraw(PathCertificate certificate)
    {
        certificate.IsWithdrawn = certificate.IsPublished;
        certificate.IsPublished = false;
    }

    /// <summary>Relying parties by what they trust; they are told too of a planned CA that they do not reach at all.</summary>
    public PathParty Party(string name, IReadOnlyList<PathCertificate> anchors, bool? knowsPostQuantum = null)
    {
        var party = new PathParty(name, anchors.ToArray()) { KnowsPostQuantum = knowsPostQuantum, IsNamed = true };
        parties.Add(party);
        return party;
    }

    /// <summary>A chain file that will be handed out: programs that expect one line of issuers refuse any other.</summary>
    public void Bundle(string name, IReadOnlyList<PathCertificate> chain) => bundles.Add(new PathBundle(name, chain.ToArray()));

    // A hole is filled with what is derived from the key (CertificateTemplate.Fill), whatever its owner's certificate says. Of
    // a key that does not exist yet it is not random, so that the same plan gives the same words.
    private static byte[] Identifier(string? key, CertificateParts owner) => key?.StartsWith(PlannedKey, StringComparison.Ordinal) == true
        ? Digest.Of(Encoding.ASCII.GetBytes(key)).ToArray().AsSpan(0, KeyIdentifier.Length).ToArray()
        : KeyIdentifier.Of(owner.Spki.Encoded);

    private PathCertificate Add(PathCertificate certificate)
    {
        if (certificates.Count >= MostCertificates)
        {
            throw new TrstException(ErrorId.InvalidArgument, "certificates", $"at most {MostCertificates}", "more");
        }

        certificates.Add(certificate);
        return certificate;
    }
}
