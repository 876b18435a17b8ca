namespace Trstctl.Rosters;

/// <summary>What a roster allows beyond the floor.</summary>
/// <param name="IsLab">A threshold of 1, for a laboratory.</param>
/// <param name="AllowsOperationalRoots">Roots, and successors of Quorum authorities, whose key one secret opens.</param>
public sealed record RosterPolicy(bool IsLab = false, bool AllowsOperationalRoots = false)
{
    internal JsonObject ToJson() => new() { { "lab", IsLab }, { "operationalRoots", AllowsOperationalRoots } };

    internal static RosterPolicy FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "policy of a roster");
        var policy = new RosterPolicy(reader.Boolean("lab"), reader.Boolean("operationalRoots"));
        reader.End();
        return policy;
    }
}
