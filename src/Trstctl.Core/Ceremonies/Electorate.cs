using Trstctl.Rosters;

namespace Trstctl.Ceremonies;

/// <summary>Whose approvals a ceremony needs: the custodians of a roster, or every founder.</summary>
internal sealed record Electorate(Roster Roster, IReadOnlyList<Principal> Voters, int Needed, int Epoch, bool OpenerCounts)
{
    public QuorumRule Rule => new(Needed, Voters.Count, Epoch, Roster.Digest);

    public static Electorate Of(Roster roster) =>
        new(roster, roster.Custodians, roster.Threshold, roster.Epoch, OpenerCounts: false);

    /// <summary>Before there is a roster everyone on it signs; an opener who is no custodian has done so with the plan.</summary>
    public static Electorate OfFounders(Roster founding, string opener)
    {
        var voters = founding.Principals.Where(p => p.IsCustodian || !p.IsNamed(opener)).ToArray();
        return new Electorate(founding, voters, voters.Length, 0, OpenerCounts: true);
    }

    /// <summary>The voter, or why the principal's approval cannot count.</summary>
    public Principal DemandVoter(Principal principal, string opener, string ceremony)
    {
        if (!OpenerCounts && IsOpener(principal, opener))
        {
            throw new TrstException(ErrorId.SelfApproval, principal.Name, Canonical.Uuid.Short(ceremony));
        }

        return Voters.Contains(principal) ? principal : throw new TrstException(ErrorId.RoleMissing, principal.Name, "custodian");
    }

    // By identity, by key and by responsible person: a second entry of the opener is the opener.
    public bool IsOpener(Principal principal, string opener)
    {
        var opening = Roster.Find(opener);
        return opening is null || principal.IsNamed(opener) || principal.SharesKeyWith(opening) || principal.IsSamePersonAs(opening);
    }
}
