using System.Runtime.CompilerServices;

namespace Trstctl.Ceremonies;

/// <summary>An entry that may speak in a ceremony.</summary>
/// <param name="Epoch">The roster epoch the entry belongs to; 0 for a founder.</param>
/// <param name="Proves">True where the approval also proves possession of the entry's keys.</param>
internal sealed record Voter(Principal Principal, int Epoch, bool Proves = false)
{
    public string Name => Principal.Name;

    public bool IsNamed(string name, int epoch) => Epoch == epoch && string.Equals(Name, name, StringComparison.Ordinal);
}

/// <summary>So many of these must approve. At a founding, and where keys are proved, the opener's own word counts.</summary>
internal sealed record VoterGroup(string Name, IReadOnlyList<Voter> Voters, int Needed, bool OpenerCounts = false);

/// <summary>Whose approvals a ceremony needs: the custodians of a roster, or every founder, or (roster change) the old roster's
/// quorum, the new roster's quorum, and a proof of possession from everybody who joins.</summary>
internal sealed record Electorate(Roster Roster, int Epoch, IReadOnlyList<VoterGroup> Groups)
{
    private static readonly ConditionalWeakTable<Roster, Electorate> Known = new();

    /// <summary>True where a denial does not end the ceremony while the quorum is within reach (PROTOCOL section 3).</summary>
    public Func<Voter, bool> HasNoVeto { get; init; } = _ => false;

    public IReadOnlyList<Voter> Voters { get; } = Groups.SelectMany(g => g.Voters).Distinct(VoterComparer.Instance).ToArray();

    public QuorumRule Rule => new(Groups[0].Needed, Groups[0].Voters.Count, Epoch, Roster.Digest);

    /// <summary>One for a roster, which nearly all ceremonies of its epoch ask for.</summary>
    public static Electorate Of(Roster roster) => Known.GetValue(
        roster,
        known => new(
            known, known.Epoch,
            [new VoterGroup("custodians", known.Custodians.Select(c => new Voter(c, known.Epoch)).ToArray(), known.Threshold)]));

    /// <summary>Before there is a roster everyone on it signs; an opener who is no custodian has done so with the plan.</summary>
    public static Electorate OfFounders(Roster founding, string opener)
    {
        var voters = founding.Principals
            .Where(p => p.IsCustodian || !p.IsNamed(opener))
            .Select(p => new Voter(p, 0, Proves: true))
            .ToArray();
        return new Electorate(founding, 0, [new VoterGroup("founders", voters, voters.Length, OpenerCounts: true)]);
    }

    /// <summary>PROTOCOL section 2: old threshold, new threshold, and possession of every new or changed key.</summary>
    public static Electorate OfChange(Roster old, Roster next)
    {
        Voter Speaking(Principal entry) => new(entry, next.Epoch, Proves: true);
        var joining = Electorates.Joining(old, next);
        Voter Old(Principal custodian) => next.Find(custodian.Name) is { } kept && kept.Owns(custodian.SigningKey)
            ? joining.Contains(kept) ? Speaking(kept) : new Voter(custodian, old.Epoch)
            : new Voter(custodian, old.Epoch);
        Voter New(Principal custodian) =>
            joining.Contains(custodian) ? Speaking(custodian) : new Voter(old.Demand(custodian.Name), old.Epoch);

        var groups = new List<VoterGroup>
        {
            new("old roster", old.Custodians.Select(Old).ToArray(), old.Threshold),
            new("new roster", next.Custodians.Select(New).ToArray(), next.Threshold),
        };
        if (joining.Count > 0)
        {
            groups.Add(new VoterGroup("new and changed keys", joining.Select(Speaking).ToArray(), joining.Count, OpenerCounts: true));
        }

        return new Electorate(old, old.Epoch, groups)
        {
            // Whoever the plan removes or demotes, or whose key it replaces, has no veto in it.
            HasNoVeto = voter => voter.Epoch == old.Epoch
                && !(next.Find(voter.Name) is { IsCustodian: true } kept && kept.Owns(voter.Principal.SigningKey)),
        };
    }

    /// <summary>The entry that this key speaks for, which has not spoken yet if there are two; null for a stranger.</summary>
    public Voter? FindByKey(byte[] canonicalSpki, CeremonyRecord record)
    {
        var mine = Voters.Where(v => v.Principal.Owns(canonicalSpki)).ToArray();
        return mine.FirstOrDefault(v => record.WordOf(v.Name, v.Epoch) is null) ?? mine.FirstOrDefault();
    }

    public Voter? Find(string name, int epoch) => Voters.FirstOrDefault(v => v.IsNamed(name, epoch));

    /// <summary>Refuses the opener's own approval, by identity, key and person.</summary>
    public void DemandApprover(Voter voter, string opener, string ceremony)
    {
        if (!Groups.Any(g => g.Voters.Contains(voter, VoterComparer.Instance) && MayCount(g, voter, opener)))
        {
            throw new TrstException(ErrorId.SelfApproval, voter.Name, Uuid.Short(ceremony));
        }
    }

    public bool MayCount(VoterGroup group, Voter voter, string opener) =>
        group.OpenerCounts || !Roster.Principals
            .Where(known => known.IsNamed(voter.Principal) || known.SharesKeyWith(voter.Principal))
            .Append(voter.Principal)
            .Any(entry => IsOpener(entry, opener));

    /// <summary>The opener himself, or another entry of his: also as the roster in force has it, whatever the next one says.</summary>
    public bool IsOpener(Principal principal, Plan plan) => IsOpener(principal, plan.Opener);

    // By identity, by key and by responsible person: a second entry of the opener is the opener.
    private bool IsOpener(Principal principal, string opener)
    {
        var opening = Roster.Find(opener);
        return opening is null || principal.IsNamed(opening) || principal.SharesKeyWith(opening) || principal.IsSamePersonAs(opening);
    }

    private sealed class VoterComparer : IEqualityComparer<Voter>
    {
        public static readonly VoterComparer Instance = new();

        public bool Equals(Voter? x, Voter? y) => x is not null && y is not null && x.IsNamed(y.Name, y.Epoch);

        public int GetHashCode(Voter voter) => StringComparer.Ordinal.GetHashCode(voter.Name);
    }
}

/// <summary>Whose approvals a plan needs, by the rosters of a state.</summary>
internal static class Electorates
{
    /// <summary>Whose keys the old roster did not know: they prove that they hold them.</summary>
    public static IReadOnlyList<Principal> Joining(Roster old, Roster next) => next.Principals.Where(p => !IsUnchanged(p, old)).ToArray();

    public static Electorate Of(Plan plan, IProjection state)
    {
        if (plan.Quorum.Epoch == 0)
        {
            return plan.Subject is RosterSubject founding
                ? Electorate.OfFounders(founding.Roster, plan.Opener)
                : throw new TrstException(
                    ErrorId.PlanInvalid, null, plan.Ceremony, Uuid.Short(plan.Ceremony), "only a roster is founded without one");
        }

        var record = state.Find<RosterRecord>(RosterRecord.KindName, RosterRecord.IdOf(plan.Quorum.Epoch))
            ?? throw new TrstException(
                ErrorId.PlanInvalid, null, plan.Ceremony, Uuid.Short(plan.Ceremony), $"there is no roster of epoch {plan.Quorum.Epoch}");
        return OperationCatalogue.DemandExact(plan.Operation).Electorate(plan.Subject, record.Roster);
    }

    // Who is a custodian no more needs no sealing key, and has none to prove.
    private static bool IsUnchanged(Principal entry, Roster old) => old.Find(entry.Name) is { } before
        && string.Equals(before.Name, entry.Name, StringComparison.Ordinal)
        && Same(before.SigningCertificate, entry.SigningCertificate)
        && (Same(before.SealingCertificate, entry.SealingCertificate) || (!entry.IsCustodian && entry.SealingCertificate is null));

    private static bool Same(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
