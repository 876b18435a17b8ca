namespace Trstctl.Ceremonies;

/// <summary>Who counts for the quorum among approvals that the gate verified, and what is said where they are too few.</summary>
internal static class QuorumCount
{
    /// <summary>The first group whose approvals are too few, or null where the quorum is met.</summary>
    public static VoterGroup? Lacking(VerifiedCeremony examined, IReadOnlyList<CountedApproval> approvals) =>
        examined.Electorate.Groups.FirstOrDefault(g => CountIn(g, examined, approvals).Count < g.Needed);

    /// <summary>Distinct people, then distinct keys, within each group; none of them the opener's.</summary>
    public static IReadOnlyList<CountedApproval> CountIn(
        VoterGroup group, VerifiedCeremony examined, IEnumerable<CountedApproval> approvals)
    {
        var counted = new List<CountedApproval>();
        foreach (var approval in approvals)
        {
            var voter = approval.Voter;
            if (group.Voters.Any(v => v.IsNamed(voter.Name, voter.Epoch))
                && examined.Electorate.MayCount(group, voter, examined.Plan.Opener)
                && counted.All(c => !c.Voter.Principal.IsNamed(voter.Principal)
                    && !c.Voter.Principal.SharesKeyWith(voter.Principal)
                    && (group.OpenerCounts || !c.Voter.Principal.IsSamePersonAs(voter.Principal))))
            {
                counted.Add(approval);
            }
        }

        return counted;
    }

    public static TrstException NotMet(VerifiedCeremony examined, IReadOnlyList<CountedApproval> approvals, VoterGroup lacking)
    {
        var missing = lacking.Voters
            .Where(v => examined.Electorate.MayCount(lacking, v, examined.Plan.Opener))
            .Where(v => examined.Record.WordOf(v.Name, v.Epoch) is null)
            .Select(v => v.Name)
            .ToArray();
        var group = examined.Electorate.Groups.Count == 1 ? string.Empty : $" ({lacking.Name})";
        return new TrstException(
            ErrorId.QuorumNotMet,
            null,
            examined.Plan.Ceremony,
            CountIn(lacking, examined, approvals).Count,
            lacking.Needed,
            $"{AsciiFold.Lower(examined.Operation.Name)} \"{examined.Plan.Title}\"{group}",
            missing.Length == 0 ? "Nobody else" : Words.Or(missing),
            Uuid.Short(examined.Plan.Ceremony));
    }
}
