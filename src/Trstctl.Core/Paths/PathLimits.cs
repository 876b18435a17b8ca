using System.Globalization;

namespace Trstctl.Paths;

/// <summary>What the CAs above say of where one below may stand, and of its name.</summary>
internal static class PathLimits
{
    /// <param name="member">The next one down.</param>
    /// <param name="above">From the anchor down.</param>
    public static IEnumerable<PathFault> Check(PathMember member, IReadOnlyList<PathMember> above) =>
        new[] { member.IsEnd ? null : Depth(member, above), Names(member, above) }.OfType<PathFault>();

    // RFC 5280 6.1.4 l does not count self-issued certificates; Go, GnuTLS and Mbed TLS do.
    private static PathFault? Depth(PathMember member, IReadOnlyList<PathMember> above)
    {
        PathFault? fault = null;
        for (var i = 0; i < above.Count; i++)
        {
            var between = above.Skip(i + 1).Append(member).ToArray();
            if (above[i].PathLength is not { } length || between.Length <= length)
            {
                continue;
            }

            var text = $"path length {length.ToString(CultureInfo.InvariantCulture)} of {above[i].Label} is too short";
            if (between.Count(other => !other.IsSelfIssued) > length)
            {
                return new PathFault(text);
            }

            fault ??= new PathFault(text + " for Go, GnuTLS and Mbed TLS, which count links too", PathSeverity.Warns, onlyBySome: true);
        }

        return fault;
    }

    // RFC 5280 6.1.3 b, c.
    private static PathFault? Names(PathMember member, IReadOnlyList<PathMember> above)
    {
        foreach (var issuer in above.Where(_ => member.IsEnd || !member.IsSelfIssued))
        {
            var allowed = NameAllowance.Everything.And(issuer.Constraints);
            if (member.Names.FirstOrDefault(name => !allowed.Allows(name)) is { } name)
            {
                return new PathFault($"{issuer.Label} does not allow the name {name}");
            }
        }

        return null;
    }
}
