namespace Trstctl.Paths;

/// <summary>The policies that are valid along a path, from the top down: RFC 5280 6.1.3 d to f and 6.1.4 h to j, as sets, which
/// without mappings is what RFC 9618 comes to.</summary>
internal sealed class PolicyWalk
{
    // A policy that no certificate names stands for all the others where any is valid.
    private const string Unnamed = "2.25.42424242424242424242";

    private bool isAny = true;
    private IReadOnlyList<string>? named;
    private int explicitIn = int.MaxValue;
    private int anyEndsIn = int.MaxValue;

    /// <summary>What an end entity below can assert; empty where no policy is valid.</summary>
    public IReadOnlyList<string> Valid => isAny ? [Unnamed] : named ?? [];

    /// <summary>Whether a certificate directly below needs a policy, and there is none.</summary>
    public bool EndsBelow => explicitIn <= 1 && Valid.Count == 0;

    /// <summary>Whether a certificate has been refused on the way.</summary>
    public bool Failed { get; private set; }

    /// <summary>False where a policy is required by now and none is valid.</summary>
    public bool Enter(PolicyStatement policies, bool isSelfIssued)
    {
        var anyCounts = policies.AssertsAny && (anyEndsIn > 0 || isSelfIssued);
        var asserted = policies.Policies?.Where(oid => oid != Oids.AnyPolicy).ToArray() ?? [];
        if (!anyCounts)
        {
            named = isAny ? asserted : asserted.Intersect(named ?? [], StringComparer.Ordinal).ToArray();
            isAny = false;
        }

        var holds = explicitIn > 0 || Valid.Count > 0;
        Failed |= !holds;
        if (!isSelfIssued)
        {
            explicitIn -= explicitIn > 0 ? 1 : 0;
            anyEndsIn -= anyEndsIn > 0 ? 1 : 0;
        }

        explicitIn = Math.Min(explicitIn, policies.RequiresExplicit ?? int.MaxValue);
        anyEndsIn = Math.Min(anyEndsIn, policies.InhibitsAny ?? int.MaxValue);
        return holds;
    }
}
