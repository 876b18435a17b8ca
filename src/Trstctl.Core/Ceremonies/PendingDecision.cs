namespace Trstctl.Ceremonies;

/// <summary>A statement that is about to be made: who makes it, on what, and whether it may be made at all.</summary>
internal sealed class PendingDecision
{
    private readonly Decision decision;
    private readonly SigningIdentity identity;
    private readonly SigningIdentity? sealing;
    private readonly SeenCheckpoint seen;
    private readonly DateTime now;

    public PendingDecision(
        VerifiedLedger ledger, IUnitOfWork work, DateTime now, string ceremonyId, Decision decision, Digest planDigest,
        SigningIdentity identity, SigningIdentity? sealing)
    {
        this.decision = decision;
        this.identity = identity;
        this.sealing = sealing;
        this.now = now;
        seen = ledger.Seen;
        var gate = new Gate(ledger, work, now);
        Examined = gate.Examine(ceremonyId);
        if (Examined.Plan.Digest != planDigest)
        {
            throw new TrstException(ErrorId.PlanDigestMismatch, null, ceremonyId, Uuid.Short(ceremonyId), planDigest);
        }

        ledger.DemandMayGoOn(Examined.Plan);
        Voter = FindVoter();
        gate.DemandPending(Examined.Record);
        gate.DemandClocks(Examined.Record, quorum: decision != Decision.Approve);
        if (decision == Decision.Approve)
        {
            ReplayRules.DemandKnown(Examined.Composition.Rules);
            Suspension.DemandRunnable(gate.State.Tenant(), Examined.Operation);
            Examined.Operation.DemandPossible(Examined.Plan.Subject, gate.State.Verified);
            if (Voter.Proves && Voter.Principal.SealingKey is not null)
            {
                Voter.Principal.DemandSealing(identity, sealing);
            }
        }

        PrincipalKeyRetirements.DemandUsable(Voter.Principal, ledger.State, now, Decisions.Expires(decision, Examined.Operation));
        DemandUndecided(gate);
    }

    public ExaminedCeremony Examined { get; }

    public Voter Voter { get; }

    /// <summary>The same decision stands already: a repeat changes nothing.</summary>
    public bool AlreadySaid { get; private set; }

    public byte[] Sign(string? reason) => Decisions.Sign(decision, reason, Examined, Voter, identity, sealing, seen, now);

    private Voter FindVoter()
    {
        var electorate = Examined.Electorate;
        var key = identity.Spki;
        if (electorate.FindByKey(key, Examined.Record) is not { } voter)
        {
            throw electorate.Roster.FindByKey(key) is not { } other
                ? new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", electorate.Epoch, string.Empty)
                : decision == Decision.Approve && other.IsNamed(Examined.Plan.Opener)
                    ? new TrstException(ErrorId.SelfApproval, other.Name, Uuid.Short(Examined.Plan.Ceremony))
                    : new TrstException(ErrorId.RoleMissing, other.Name, "custodian");
        }

        if (decision == Decision.Approve)
        {
            electorate.DemandApprover(voter, Examined.Plan.Opener, Examined.Plan.Ceremony);
        }

        return voter;
    }

    private void DemandUndecided(Gate gate)
    {
        var word = Examined.Record.WordOf(Voter.Name, Voter.Epoch);
        AlreadySaid = word?.Decision == decision;
        if (!AlreadySaid && word is { Decision: not Decision.Approve })
        {
            throw new TrstException(
                ErrorId.AlreadyDecided, null, Examined.Plan.Ceremony, Voter.Name, AsciiFold.Word(word.Decision),
                Uuid.Short(Examined.Plan.Ceremony));
        }

        if (word is null && decision == Decision.Withdraw)
        {
            throw new TrstException(
                ErrorId.NothingToWithdraw, null, Examined.Plan.Ceremony, Voter.Name, Uuid.Short(Examined.Plan.Ceremony));
        }
    }
}
