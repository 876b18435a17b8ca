namespace Trstctl.History;

/// <summary>What every signed statement has to prove: whose it is, of which tenant, over which history, made when.</summary>
internal abstract class StatementProof(
    string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, EventHeader header, DateTime ledgerTime)
{
    // How long before its event a statement may be made that is of no ceremony.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    protected string TenantId => tenantId;

    protected IProjection State => state;

    protected EventHeader Header => header;

    protected DateTime LedgerTime => ledgerTime;

    /// <summary>Names in statements are the roster's, letter by letter: another spelling would count as another person.</summary>
    protected static Principal Named(Roster roster, string name) =>
        roster.Find(name) is { } found && string.Equals(found.Name, name, StringComparison.Ordinal)
            ? found
            : throw new VoidReason($"{CanonicalText.Escape(name)} does not stand on the roster, written so");

    protected Said Signed(
        Roster roster, string name, byte[] statement, string contentType, string tenant, DateTime time, bool expires = true) =>
        Signed(Named(roster, name), statement, contentType, tenant, time, expires);

    protected Said Signed(Principal signer, byte[] statement, string contentType, string tenant, DateTime time, bool expires)
    {
        DemandTenant(tenant);
        var content = signer.Verify(statement, contentType, out var signingTime);
        DemandKey(signer, OwnClock.Governs(header.Ceremony, state) ? time : header.Time, expires);
        Require(time == signingTime, "it names two times");
        return new Said(content, signer, time);
    }

    protected Roster RosterInForce(int epoch) => RosterRecord.Current(state)?.Roster is { } roster && roster.Epoch == epoch
        ? roster
        : throw new VoidReason($"the roster of epoch {epoch} is not in force");

    protected void DemandHeader(string signer, string? ceremony)
    {
        Require(string.Equals(header.Actor, Actors.Principal(signer), StringComparison.Ordinal), "its header names another actor");
        Require(string.Equals(header.Ceremony, ceremony, StringComparison.Ordinal), "its header names another ceremony");
    }

    protected void DemandTenant(string tenant) =>
        Require(string.Equals(tenant, tenantId, StringComparison.Ordinal), "it belongs to another tenant");

    protected void DemandKey(Principal signer, DateTime at, bool expires)
    {
        PrincipalKeyRetirements.DemandNotRetired(signer, state);
        if (expires)
        {
            OwnClock.DemandValid(signer, at, ledgerTime, state);
        }
    }

    protected void DemandHistory(SeenCheckpoint seen) => Require(isAncestor(seen.Point), "it was made over another history");

    /// <summary>Said from the roster of this plan, over a history that led here.</summary>
    protected void DemandPlace(VerifiedCeremony ceremony, Digest plan, int epoch, SeenCheckpoint seen)
    {
        Require(plan == ceremony.Plan.Digest, "it is of another plan");
        Require(epoch == ceremony.Plan.Quorum.Epoch, $"it speaks from the roster of epoch {epoch}");
        DemandHistory(seen);
    }

    protected bool IsAncestor(LedgerPoint point) => isAncestor(point);

    // When the event is taken to happen; by its own clock a person's statements follow one another. Nobody else's wait for them: one
    // custodian with a late date would keep everybody out.
    protected DateTime At(VerifiedCeremony ceremony, DateTime own, string signer)
    {
        var at = OwnClock.Of(ceremony.Plan, own, header.Time);
        Require(
            !OwnClock.Governs(ceremony.Plan) || ceremony.Record.Statements.All(
                word => word.Time <= own || !string.Equals(word.Custodian, signer, StringComparison.Ordinal)),
            "it was made before its signer's last statement");
        return at;
    }

    // Three rules for a statement's own time, which it returns: from the start of its ceremony on, within an hour, or lately.
    protected DateTime IsOf(VerifiedCeremony ceremony, DateTime own)
    {
        var at = OwnClock.Of(ceremony.Plan, own, header.Time);
        Require(
            own >= ceremony.Plan.OpenedAt - Decisions.Tolerance && own <= at + Decisions.Tolerance, "it was not made when its event says");
        return own;
    }

    protected DateTime Now(DateTime own)
    {
        Require(IsNear(own), "it was not made when its event says");
        return own;
    }

    protected DateTime Lately(DateTime own)
    {
        Require(
            own >= header.Time - Longest - Decisions.Tolerance && own <= header.Time + Decisions.Tolerance,
            "it was not made when its event says");
        return own;
    }

    protected bool IsNear(DateTime time) => (time - header.Time).Duration() <= Decisions.Tolerance;

    protected static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new VoidReason(otherwise);
        }
    }
}
