using Org.BouncyCastle.X509;

namespace Trstctl.Paths;

/// <summary>RFC 5280 section 6 path validation, without revocation.</summary>
internal static class PathCheck
{
    private const int LongestPath = 10;
    private const int MostPaths = 100;

    /// <summary>Why no path from the leaf to a root validates; empty where one does.</summary>
    /// <param name="leaf">DER of the certificate in question, a CA or an end entity.</param>
    /// <param name="intermediates">DER, in any order.</param>
    /// <param name="roots">DER. A root's own dates, path length and name constraints count, as OpenSSL and Windows judge it.</param>
    /// <param name="at">UTC.</param>
    public static IReadOnlyList<string> Validate(byte[] leaf, IReadOnlyList<byte[]> intermediates, IReadOnlyList<byte[]> roots, DateTime at)
    {
        var reasons = new List<string>();
        foreach (var path in Paths([leaf], intermediates, roots).Take(MostPaths))
        {
            var reason = Fault(path, at);
            if (reason is null)
            {
                return [];
            }

            reasons.Add(reason);
        }

        return reasons.Count > 0
            ? reasons.Distinct(StringComparer.Ordinal).ToArray()
            : ["No path leads from the certificate to a trusted root."];
    }

    private static IEnumerable<IReadOnlyList<byte[]>> Paths(
        IReadOnlyList<byte[]> path, IReadOnlyList<byte[]> intermediates, IReadOnlyList<byte[]> roots)
    {
        var last = new CertificateView(path[path.Count - 1]);
        if (roots.Any(root => root.AsSpan().SequenceEqual(path[path.Count - 1])))
        {
            yield return path;
            yield break;
        }

        if (path.Count >= LongestPath)
        {
            yield break;
        }

        foreach (var issuer in roots.Concat(intermediates).Where(c => Named(c, last) && !path.Any(p => p.AsSpan().SequenceEqual(c))))
        {
            foreach (var found in Paths([.. path, issuer], intermediates, roots))
            {
                yield return found;
            }
        }
    }

    private static bool Named(byte[] issuer, CertificateView child) =>
        DistinguishedName.FromDer(new CertificateView(issuer).SubjectDer).Equivalent(DistinguishedName.FromDer(child.IssuerDer));

    private static string? Fault(IReadOnlyList<byte[]> path, DateTime at)
    {
        try
        {
            // The root stands in the path too, so that its own constraints are applied; a lone root anchors itself.
            return SecondOpinion.Fault(path.Select(der => new X509Certificate(der)).ToList(), at, anchorInPath: true);
        }
        catch (InvalidCastException)
        {
            // BouncyCastle casts the issuer's key to what the signature algorithm asks for.
            return "A signature is not of the kind of its issuer's key.";
        }
        catch (Exception e) when (e is Org.BouncyCastle.Security.GeneralSecurityException
            or ArgumentException or IOException or InvalidOperationException)
        {
            return e.Message;
        }
    }
}
