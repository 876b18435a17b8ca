using System.Globalization;
using System.Text;
using Trstctl.Paths;

namespace Trstctl.Authorities.Publishing;

/// <summary>What servers below a CA send: for each root that clients may trust, one line of certificates that every client takes. No
/// file holds the root, two links in a row, both links of a rotation, or two issuers of one CA (docs/clients.md).</summary>
internal sealed class PublishChains(
    AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross, DateTime at)
{
    /// <param name="keyIndex">By which AD CS tells the keys of one name apart.</param>
    public IEnumerable<PublishedFile> Files(Func<AuthorityRecord, int> keyIndex)
    {
        var own = Top();
        var name = AdcsName.Of(authority);
        var chains = all.Where(root => root.IsRoot && root.Revocation is null && root != authority)
            .Select(root => (Root: root, Chain: To(root)))
            .Where(chain => chain.Chain is not null)
            .Select(chain => (chain.Root, Chain: chain.Chain!, Name: chain.Root == own
                ? $"{name}-chain"
                : $"{name}-chain-{AdcsName.Of(chain.Root)}({keyIndex(chain.Root).ToString(CultureInfo.InvariantCulture)})"))
            .ToLookup(chain => AsciiFold.Lower(chain.Name), StringComparer.Ordinal);
        return
            from same in chains
            from chain in same
            select new PublishedFile(
                same.Count() == 1 ? $"{chain.Name}.pem" : $"{chain.Name}-{Digest.Of(chain.Root.Certificate).Hex.Substring(0, 8)}.pem",
                Encoding.ASCII.GetBytes(string.Concat(chain.Chain.Select(der => Pem.Encode("CERTIFICATE", der)))),
                $"what servers send to clients that trust {chain.Root.View.Subject}, until {End(chain.Root, chain.Chain)}");
    }

    private static string End(AuthorityRecord root, IReadOnlyList<byte[]> chain) => chain.Append(root.Certificate)
        .Min(der => new CertificateView(der).NotAfter).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A link of a link: Java follows none.
    private static bool HasTwoLinksInARow(IReadOnlyList<byte[]> chain) => chain.Zip(chain.Skip(1), (one, next) => (one, next))
        .Any(pair => new CertificateView(pair.one).IsSelfIssued && new CertificateView(pair.next).IsSelfIssued);

    private AuthorityRecord Top()
    {
        var top = authority;
        while (top.IssuerId is not null && all.FirstOrDefault(a => a.AuthorityId == top.IssuerId) is { } issuer)
        {
            top = issuer;
        }

        return top;
    }

    // The shortest, from any certificate of the CA's key.
    private byte[][]? To(AuthorityRecord root)
    {
        var key = authority.View.Key;
        var others = cross.Where(c => c.Revocation is null).Select(c => c.View)
            .Concat(all.Where(a => a.Revocation is null).SelectMany(a => a.Views.Where(view => !a.IsRoot || !view.IsSelfIssued)))
            .Where(view => view.Names is not null)
            .ToArray();
        var anchor = new KnownCertificate(root.Certificate, IsAnchor: true);
        var known = others.Select(view => (view.Names!.Value.Subject, Known: new KnownCertificate(view.Der, IsAnchor: false)))
            .Append((root.View.Names?.Subject ?? string.Empty, anchor))
            .ToLookup(one => one.Item1, one => one.Item2, StringComparer.Ordinal);
        return others
            .Where(view => view.Key is { } other && other.Equals(key) && view.Names!.Value.Subject == authority.View.Names?.Subject)
            .OrderBy(view => view.Der.AsSpan().SequenceEqual(authority.Certificate) ? 0 : 1)
            .Select(view => JudgedPath.Of(view.Der, name => known[name], at))
            .Where(path => path.Faults.Count == 0 && path.Doubts.Count == 0)
            .Select(path => path.Path.Take(path.Path.Count - 1).ToArray())
            .Where(chain => !HasTwoLinksInARow(chain))
            .OrderBy(chain => chain.Length)
            .FirstOrDefault();
    }
}
