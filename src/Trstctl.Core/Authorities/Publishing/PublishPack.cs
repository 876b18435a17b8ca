using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>What a Windows administrator publishes of a CA: certificate files with the names that its URLs and AD CS expect, the
/// commands, a CAPolicy.inf, and a page that leads through it. Holds no secret.</summary>
public static class PublishPack
{
    /// <param name="authority">The CA.</param>
    /// <param name="all">Every authority that is known: its issuers, what it signed, and its other generations are among them.</param>
    /// <param name="cross">Every cross-certificate and link certificate.</param>
    /// <param name="at">UTC: when the chains are to be good.</param>
    public static IReadOnlyList<PublishedFile> Of(
        AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross, DateTime at)
    {
        var byId = all.ToDictionary(a => a.AuthorityId, StringComparer.Ordinal);
        var issued = all.Where(a => a.IssuerId == authority.AuthorityId).SelectMany(a => a.Certificates)
            .Concat(cross.Where(c => c.IssuerId == authority.AuthorityId).Select(c => c.Certificate))
            .ToArray();
        var certificates = Certificates(authority, issued).ToArray();
        var links = Links(authority, byId, cross).ToArray();
        var store = authority.IsRoot ? "Root" : "CA";
        var container = authority.IsRoot ? "RootCA" : "SubCA";
        var commands = certificates.Select(file => new PublishCommand("-dspublish -f", file.Name, container))
            .Concat(links.Select(file => new PublishCommand("-dspublish -f", file.Name, "CrossCA")))
            .Concat(certificates.Select(file => new PublishCommand($"-addstore -f {store}", file.Name, null)))
            .ToArray();
        var files = new List<PublishedFile>(certificates);
        files.AddRange(links);
        files.Add(new PublishedFile(
            AdcsName.Of(authority) + ".p7b", Pkcs7.CertsOnly(Chain(authority, byId)), "the chain, for clients that want it in one file"));
        files.AddRange(new PublishChains(authority, all, cross, at).Files(KeyIndex));
        files.Add(Text(
            "CAPolicy.inf", CAPolicyFile.Write(authority), "for %SystemRoot% before AD CS is installed or renewed with this certificate"));
        files.Add(Text("publish.cmd", PublishScript.Cmd(commands), "the commands below, to be read before they are run"));
        files.Add(Text("publish.ps1", PublishScript.PowerShell(commands), "the same for PowerShell"));
        files.Add(Text(
            "index.html", PublishPage.Write(authority, files, commands.Select(c => c.ToString()).ToArray(), Urls(issued)), "this page"));
        return files;
    }

    // Each certificate of the key, under AD CS's name, and under every name that a URL in what it signed asks for.
    private static IEnumerable<PublishedFile> Certificates(AuthorityRecord authority, IReadOnlyList<byte[]> issued)
    {
#pragma warning disable RS0030 // As the file system of Windows compares names, and nothing but files depends on it.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
#pragma warning restore RS0030
        var name = AdcsName.Of(authority);
        var all = authority.Certificates.ToArray();

        // The newest first: of two of one version it has the name.
        var names = all.Select((der, i) => (Version: CAVersion.Of(der)?.CertificateSuffix, Earlier: $"-earlier{i + 1}"))
            .Reverse()
            .Select((one, i) => $"{name}{one.Version ?? (i == 0 ? string.Empty : one.Earlier)}.crt" is var file && taken.Add(file)
                ? file
                : $"{name}{one.Earlier}.crt")
            .Reverse()
            .ToArray();
        taken.UnionWith(names);
        for (var i = 0; i < all.Length; i++)
        {
            yield return new PublishedFile(
                names[i], all[i], i == all.Length - 1 ? "the CA's certificate, DER" : "an earlier certificate of the same key, DER");
        }

        foreach (var other in Urls(issued).Issuer.Select(AdcsName.FileOf).OfType<string>().Where(taken.Add))
        {
            yield return new PublishedFile(
                other, authority.Certificate, "the CA's certificate under the name that certificates below it point to");
        }
    }

    // AD CS names a cross-certificate by the keys that it links: from the signer's to the subject's.
    private static IEnumerable<PublishedFile> Links(
        AuthorityRecord authority, Dictionary<string, AuthorityRecord> byId, IReadOnlyList<CrossCertificateRecord> cross)
    {
        foreach (var link in cross.Where(c => c.Link is not null))
        {
            var signer = byId[link.IssuerId];
            var subject = byId.Values.FirstOrDefault(a => a.View.KeyIdentity == link.View.KeyIdentity);
            if (subject is not null && (signer == authority || subject == authority))
            {
                yield return new PublishedFile(
                    $"{AdcsName.Of(authority)}({KeyIndex(signer)}-{KeyIndex(subject)}).crt", link.Certificate,
                    $"{link.Link} (RFC 4210 4.4), DER");
            }
        }
    }

    private static int KeyIndex(AuthorityRecord authority) => CAVersion.Of(authority.Certificate)?.Key ?? authority.Generation - 1;

    private static IEnumerable<byte[]> Chain(AuthorityRecord authority, Dictionary<string, AuthorityRecord> byId)
    {
        for (AuthorityRecord? link = authority; link is not null; link = link.IssuerId is null ? null : byId[link.IssuerId])
        {
            yield return link.Certificate;
        }
    }

    private static (IReadOnlyList<string> Crl, IReadOnlyList<string> Issuer) Urls(IReadOnlyList<byte[]> issued)
    {
        var parts = issued.Select(der => CertificateParts.OfCertificate(der)).ToArray();
        return (
            parts.SelectMany(CertificateUrls.Crl).Distinct(StringComparer.Ordinal).ToArray(),
            parts
                .SelectMany(CertificateUrls.AccessLocations)
                .Where(pair => pair.Key == Oids.CAIssuers)
                .Select(pair => pair.Value)
                .Distinct(StringComparer.Ordinal)
                .ToArray());
    }

    private static PublishedFile Text(string name, string text, string purpose) => new(name, Encoding.UTF8.GetBytes(text), purpose);
}

/// <summary>A file of a pack.</summary>
public sealed record PublishedFile(string Name, byte[] Content, string Purpose);
