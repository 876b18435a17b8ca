using Trstctl.Asn1;
using Trstctl.Names;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

/// <summary>Paths among certificates at hand.</summary>
internal static class Judged
{
    /// <summary>Why no path is good; empty where one is.</summary>
    public static IReadOnlyList<string> Faults(byte[] target, IReadOnlyList<byte[]> between, IReadOnlyList<byte[]> roots, DateTime at) =>
        Path(target, between, roots, at).Faults;

    public static JudgedPath Path(byte[] target, IReadOnlyList<byte[]> between, IReadOnlyList<byte[]> roots, DateTime at)
    {
        var all = roots.Select(der => new KnownCertificate(der, IsAnchor: true))
            .Concat(between.Select(der => new KnownCertificate(der, IsAnchor: false)))
            .ToLookup(known => DistinguishedName.From(CertificateParts.Of(known.Der).Subject).Comparable, StringComparer.Ordinal);
        return JudgedPath.Of(target, name => all[name], at);
    }
}
