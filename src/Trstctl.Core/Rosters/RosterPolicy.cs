namespace Trstctl.Rosters;

/// <summary>What a roster allows beyond the floor.</summary>
/// <param name="IsLab">A threshold of 1, for a laboratory.</param>
/// <param name="AllowsOperationalRoots">Roots, and successors of Quorum authorities, whose key one secret opens.</param>
public sealed record RosterPolicy(bool IsLab = false, bool AllowsOperationalRoots = false)
{
    internal static RosterPolicy Declare(Fields f, RosterPolicy? p) =>
        new(f.Boolean("lab", p?.IsLab), f.Boolean("operationalRoots", p?.AllowsOperationalRoots));
}
