using System.Globalization;

namespace Trstctl.Paths;

/// <summary>The one walk: RFC 5280 6.1 along one path from the anchor down, in words that administrators read. The anchor's own
/// limits count, as OpenSSL and Windows judge it, except for its policies (6.1.1 d).</summary>
internal sealed class PathWalk
{
    private readonly List<PathFault> faults = [];
    private readonly List<PathMember> above = [];
    private readonly PolicyWalk policies = new();
    private readonly PathMember bottom;

    private PathWalk(IReadOnlyList<PathMember> path, DateTime at)
    {
        bottom = path[0];
        for (var i = path.Count - 1; i >= 0; i--)
        {
            Enter(path[i], isAnchor: i == path.Count - 1, at);
            above.Add(path[i]);
        }
    }

    public IReadOnlyList<PathFault> Faults => faults;

    /// <summary>Whether RFC 5280 refuses the path.</summary>
    public bool Refuses => faults.Any(fault => !fault.OnlyBySome);

    public NameAllowance Names { get; private set; } = NameAllowance.Everything;

    /// <summary>Null where the path is good for any usage.</summary>
    public IReadOnlyList<string>? Usages { get; private set; }

    public IReadOnlyList<string> Policies => policies.Valid;

    /// <summary>To a CA's certificate, and to what it may issue, or to an end entity's.</summary>
    /// <param name="path">From the certificate to the anchor.</param>
    /// <param name="at">UTC.</param>
    public static PathWalk To(IReadOnlyList<PathMember> path, DateTime at)
    {
        var walk = new PathWalk(path, at);
        walk.CheckBelow();
        return walk;
    }

    /// <summary>To what an issuing CA issues.</summary>
    /// <param name="path">From the issuing CA to the anchor.</param>
    /// <param name="issuedKey">The key that signs what the issuing CA issues.</param>
    /// <param name="issued">How what the issuing CA issues names that key.</param>
    /// <param name="at">UTC.</param>
    public static PathWalk Below(IReadOnlyList<PathMember> path, string issuedKey, AuthorityKeyName issued, DateTime at)
    {
        var walk = new PathWalk(path, at);
        walk.CheckKey("what it issues ", issuedKey, issued, path[0]);
        walk.CheckBelow();
        return walk;
    }

    private void CheckBelow()
    {
        if (!above[above.Count - 1].IsEnd && policies.EndsBelow && !policies.Failed)
        {
            Add("policies are required below it, and none is valid");
        }
    }

    private void Enter(PathMember member, bool isAnchor, DateTime at)
    {
        if (member.Unusable is not null)
        {
            Add(Who(member) + member.Unusable);
            return;
        }

        if (member.Refusal is not null)
        {
            Add(Who(member) + member.Refusal);
        }

        if (member.NotBefore > at || member.NotAfter < at)
        {
            Add(Who(member)
                + (member.NotAfter < at ? $"expired on {Date(member.NotAfter)}" : $"is not valid before {Date(member.NotBefore)}"));
        }

        if (!isAnchor)
        {
            CheckKey(Who(member), member.SignerKey, member.AuthorityKey, above[above.Count - 1]);
            faults.AddRange(PathLimits.Check(member, above));
            CheckSignature(member);
        }

        Narrow(member, isAnchor);
    }

    // OpenSSL matches identifiers, which RFC 5280 6.1 does not ask for; most others take them as hints (RFC 4158 3.5.12).
    private void CheckKey(string child, string signer, AuthorityKeyName name, PathMember issuer)
    {
        if (signer != issuer.Key)
        {
            Add($"{child}is signed by another key than {issuer.Label} has");
        }
        else if (name.Mismatch(issuer) is { } reason)
        {
            Some($"{child}{reason}; OpenSSL stops");
        }
    }

    private void CheckSignature(PathMember member)
    {
        if (member.HasWeakSignature)
        {
            Some($"{Who(member)}is signed with SHA-1 or older");
        }
    }

    private void Narrow(PathMember member, bool isAnchor)
    {
        Names = Names.And(member.Constraints);
        if (member.Usages.Count > 0)
        {
            var before = Usages;
            Usages = before?.Intersect(member.Usages, StringComparer.Ordinal).ToArray() ?? member.Usages;
            if (Usages.Count == 0 && before is not [])
            {
                Some($"{Who(member)}shares no extended key usage with the CAs above");
            }
        }

        if (!isAnchor && !(member.IsEnd ? policies.End(member.Policies!) : policies.Enter(member.Policies!, member.IsSelfIssued)))
        {
            Add($"policies are required, and none is valid at {member.Label}");
        }
    }

    private static string Date(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A finding names the issuing CA already.
    private string Who(PathMember member) => member == bottom ? string.Empty : member.Label + " ";

    private void Add(string reason) => faults.Add(new PathFault(reason));

    private void Some(string reason, PathSeverity severity = PathSeverity.Breaks) =>
        faults.Add(new PathFault(reason, severity, onlyBySome: true));
}
