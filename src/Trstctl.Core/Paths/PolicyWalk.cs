namespace Trstctl.Paths;

/// <summary>The policies that are valid along a path, from the top down: RFC 5280 6.1.3 d to f and 6.1.4 a, b and h to j. Whoever
/// asks takes any policy, so that of the tree only its lowest level matters: what the next certificate may call a policy.</summary>
internal sealed class PolicyWalk
{
    // A policy that no certificate names stands for all the others where any is valid.
    private const string Unnamed = "2.25.42424242424242424242";

    private bool isAny = true;
    private HashSet<string> expected = new(StringComparer.Ordinal);
    private int explicitIn = int.MaxValue;
    private int mappingEndsIn = int.MaxValue;
    private int anyEndsIn = int.MaxValue;

    /// <summary>What an end entity below can assert; empty where no policy is valid.</summary>
    public IReadOnlyList<string> Valid => isAny ? [Unnamed] : expected.OrderBy(oid => oid, StringComparer.Ordinal).ToArray();

    /// <summary>Whether a certificate directly below needs a policy, and there is none.</summary>
    public bool EndsBelow => explicitIn <= 1 && IsEmpty;

    /// <summary>Whether a certificate has been refused on the way.</summary>
    public bool Failed { get; private set; }

    private bool IsEmpty => !isAny && expected.Count == 0;

    /// <summary>A CA on the way down. False where a policy is required by now and none is valid.</summary>
    public bool Enter(PolicyStatement policies, bool isSelfIssued)
    {
        var holds = Meet(policies, anyEndsIn > 0 || isSelfIssued);
        Map(policies.Mappings);
        if (!isSelfIssued)
        {
            explicitIn -= explicitIn > 0 ? 1 : 0;
            mappingEndsIn -= mappingEndsIn > 0 ? 1 : 0;
            anyEndsIn -= anyEndsIn > 0 ? 1 : 0;
        }

        explicitIn = Math.Min(explicitIn, policies.RequiresExplicit ?? int.MaxValue);
        mappingEndsIn = Math.Min(mappingEndsIn, policies.InhibitsMapping ?? int.MaxValue);
        anyEndsIn = Math.Min(anyEndsIn, policies.InhibitsAny ?? int.MaxValue);
        return holds;
    }

    /// <summary>The last certificate (6.1.5 a, b and g).</summary>
    public bool End(PolicyStatement policies)
    {
        var holds = Meet(policies, anyEndsIn > 0) && ((explicitIn > 1 && policies.RequiresExplicit != 0) || !IsEmpty);
        Failed |= !holds;
        return holds;
    }

    // 6.1.3 d to f.
    private bool Meet(PolicyStatement policies, bool takesAny)
    {
        var next = new HashSet<string>(
            (policies.Policies ?? []).Where(oid => oid != Oids.AnyPolicy && (isAny || expected.Contains(oid))), StringComparer.Ordinal);
        if (takesAny && policies.AssertsAny)
        {
            next.UnionWith(expected);
        }
        else
        {
            isAny = false;
        }

        expected = next;
        var holds = explicitIn > 0 || !IsEmpty;
        Failed |= !holds;
        return holds;
    }

    // 6.1.4 b.
    private void Map(IReadOnlyList<(string Issuers, string Subjects)>? mappings)
    {
        if (mappings is null)
        {
            return;
        }

        var mapped = mappings.Where(m => mappingEndsIn > 0 && (isAny || expected.Contains(m.Issuers))).Select(m => m.Subjects).ToArray();
        expected.ExceptWith(mappings.Select(m => m.Issuers));
        expected.UnionWith(mapped);
    }
}
