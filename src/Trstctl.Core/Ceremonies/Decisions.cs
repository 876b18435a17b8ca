namespace Trstctl.Ceremonies;

/// <summary>Making and checking custodians' statements.</summary>
internal static class Decisions
{
    /// <summary>How far a statement's own time may lie outside of what is allowed for it.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>Why the statement does not count as this voter's decision on this plan, or null when it does.</summary>
    /// <param name="now">When a pending ceremony would use it; null asks only whether it was good when it was made.</param>
    public static string? Fault(
        byte[] statement, Decision decision, Voter voter, VerifiedCeremony examined, Func<LedgerPoint, bool> isAncestor, IProjection state,
        DateTime eventTime, DateTime? now = null) => Fault(
            decision, voter, examined, isAncestor, state, eventTime, now,
            () => (Approval.FromBytes(voter.Principal.Verify(statement, ContentTypes.Approval, out var time)), time));

    /// <summary>The same of a statement that was read before: all of it is verified.</summary>
    public static string? Fault(
        StatementMade made, Voter voter, VerifiedCeremony examined, Func<LedgerPoint, bool> isAncestor, IProjection state,
        DateTime eventTime) => Fault(
            made.Decision, voter, examined, isAncestor, state, eventTime, null,
            () =>
            {
                voter.Principal.Verify(made.Parts, ContentTypes.Approval, out var time);
                return (made.Said, time);
            });

    private static string? Fault(
        Decision decision, Voter voter, VerifiedCeremony examined, Func<LedgerPoint, bool> isAncestor, IProjection state,
        DateTime eventTime, DateTime? now, Func<(Approval Said, DateTime Signed)> verify)
    {
        try
        {
            var (approval, signingTime) = verify();
            var plan = examined.Plan;
            if (approval.Decision != decision || Mismatch(approval, voter, plan))
            {
                return "it is not this decision on this plan";
            }

            if (eventTime > (decision == Decision.Approve ? plan.GatherBy : plan.UseBy)
                || eventTime < plan.OpenedAt
                || approval.Time != signingTime
                || approval.Time < plan.OpenedAt - Tolerance
                || approval.Time > eventTime + Tolerance)
            {
                return "it was not made while statements were gathered";
            }

            if (!isAncestor(approval.Checkpoint.Point))
            {
                return "it was made over another history";
            }

            var expires = Expires(decision, examined.Operation);
            PrincipalKeyRetirements.DemandUsedInTime(voter.Principal, state, eventTime, expires);
            if (voter.Epoch > 0 && now is { } use && use >= eventTime && examined.Record.Status == CeremonyStatus.Pending)
            {
                // At use as well; a founding statement is history, judged at its own time.
                PrincipalKeyRetirements.DemandUsable(voter.Principal, state, use, expires);
            }

            return decision == Decision.Approve && voter.Proves ? PossessionFault(approval, voter, plan) : null;
        }
        catch (TrstException e)
        {
            return e.Message;
        }
    }

    /// <summary>False where an expired certificate bars nobody: the roster in force names the keys (PROTOCOL section 5a).</summary>
    public static bool Expires(Decision decision, CeremonyOperation operation) =>
        decision != Decision.Deny && operation.BarsExpiredKeys;

    /// <summary>Refuses to record what nobody could verify later.</summary>
    public static void DemandValid(
        byte[] statement, Decision decision, Voter voter, ExaminedCeremony examined, VerifiedLedger ledger, DateTime now)
    {
        var fault = Fault(statement, decision, voter, examined, ledger.Contains, ledger.State, now, now);
        if (fault is not null)
        {
            throw new TrstException(ErrorId.ApprovalInvalid, null, examined.Plan.Ceremony, voter.Name, fault);
        }
    }

    public static byte[] Sign(
        Decision decision, string? reason, ExaminedCeremony examined, Voter voter, SigningIdentity identity,
        SigningIdentity? sealing, SeenCheckpoint seen, DateTime time)
    {
        var plan = examined.Plan;
        var approval = new Approval(
            plan.Tenant, plan.Ceremony, plan.Digest, decision, voter.Name, voter.Epoch, seen, Bounded(reason), time)
        {
            Possession = decision == Decision.Approve && voter.Proves ? Answer(plan, voter, identity, sealing) : null,
        };
        return SignedStatement.Sign(identity, ContentTypes.Approval, approval.ToBytes(), time);
    }

    public static string? Bounded(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? null : CanonicalText.Enter("Reason", reason!, Approval.MaxReason);

    private static bool Mismatch(Approval approval, Voter voter, Plan plan) =>
        !string.Equals(approval.Tenant, plan.Tenant, StringComparison.Ordinal)
        || !string.Equals(approval.Ceremony, plan.Ceremony, StringComparison.Ordinal)
        || approval.PlanDigest != plan.Digest
        || approval.Epoch != voter.Epoch
        || !string.Equals(approval.Custodian, voter.Name, StringComparison.Ordinal);

    private static byte[]? Answer(Plan plan, Voter voter, SigningIdentity identity, SigningIdentity? sealing)
    {
        var challenge = ChallengeOf(plan, voter);
        return challenge is null ? null : PossessionChallenge.Answer(
            challenge.Envelope, voter.Principal.DemandSealing(identity, sealing));
    }

    private static string? PossessionFault(Approval approval, Voter voter, Plan plan)
    {
        var challenge = ChallengeOf(plan, voter);
        var context = FoundingChallenge.Context(plan.Tenant, voter.Principal);
        return challenge is null
            ? voter.Principal.SealingKey is null ? null : "the plan holds no challenge for the sealing key"
            : approval.Possession is not null && PossessionChallenge.Check(approval.Possession, context, challenge.Answer)
                ? null
                : "the sealing key's possession is not proved";
    }

    private static FoundingChallenge? ChallengeOf(Plan plan, Voter voter) => (plan.Subject as RosterSubject)?.Challenges
        .FirstOrDefault(c => string.Equals(c.Principal, voter.Name, StringComparison.Ordinal));
}
