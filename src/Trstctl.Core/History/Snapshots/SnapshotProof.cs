namespace Trstctl.History.Snapshots;

/// <summary>What is proved from the store's own events before a key is used, whatever a snapshot says (PROTOCOL section 5a): the chain of
/// rosters from the founding one, and of each key that opens the ceremony that sealed it and the one that made its authority. What was
/// said since the ceremony's start, its plan and its statements this process replayed itself, or the snapshot is not used.</summary>
/// <exception cref="SnapshotUnusable">It cannot be proved: the whole ledger is replayed, and that decides.</exception>
internal sealed class SnapshotProof(VerifiedLedger ledger, IUnitOfWork work)
{
    private readonly Snapshot snapshot = ledger.Snapshot!;

    /// <summary>Of a ceremony that may run, or whose shares are released.</summary>
    public static void Demand(VerifiedCeremony ceremony, VerifiedLedger ledger, IUnitOfWork work)
    {
        if (ledger.Snapshot is not null)
        {
            new SnapshotProof(ledger, work).Demand(ceremony);
        }
    }

    private void Demand(VerifiedCeremony ceremony)
    {
        Require(ceremony.Record.StartedAt >= snapshot.Size, "the ceremony started before it was written");
        DemandRosters();
        foreach (var keyId in ceremony.Operation.Opens(ceremony.Plan.Subject, ledger.State).Distinct(StringComparer.Ordinal))
        {
            DemandKey(ledger.State.Find<KeyRecord>(KeyRecord.KindName, keyId));
        }
    }

    private void DemandRosters()
    {
        foreach (var record in ledger.State.All<RosterRecord>(RosterRecord.KindName))
        {
            if (snapshot.Rosters.Count >= record.Roster.Epoch)
            {
                continue;
            }

            Require(record.Roster.Epoch == snapshot.Rosters.Count + 1, "a roster is missing");
            if (Made(record.Ceremony) is { } made)
            {
                var roster = made.Plan.Subject.NextRoster ?? RosterOperation.Founding(made.Plan, ledger.TenantId);
                Require(roster?.Digest == record.Roster.Digest, "a roster is not the one that its quorum made");
            }

            snapshot.Rosters.Add(record);
        }
    }

    private void DemandKey(KeyRecord? key)
    {
        Require(key is not null, "a key that opens is missing");
        if (Made(key!.Ceremony) is { } made)
        {
            Require(
                made.Made.Keys.Any(sealing => sealing.Record == key.RecordDigest
                    && sealing.Header.KeyId == key.KeyId
                    && sealing.Header.Generation == key.Generation
                    && sealing.Header.SpkiDigest == key.SpkiDigest
                    && sealing.Header.Authority == key.AuthorityId),
                "a key was not sealed by the ceremony that it names");
        }

        var owner = KeyOwner.Of(key, ledger.State);
        Require(Digest.Of(owner.Spki) == key.SpkiDigest, "an authority has another key");
        if (ledger.State.Find<AuthorityRecord>(AuthorityRecord.KindName, owner.Id) is { } authority
            && Made(authority.Ceremony) is { Plan.Operation: not ("Import" or "Request") } origin)
        {
            Require(
                origin.Made.Artefacts.Any(authority.Certificate.SequenceEqual), "an authority's certificate is not what its ceremony made");
        }
    }

    // Null where this process replayed it itself. Its quorum's consent, from the events; what it did is in the state.
    private CompletedPlan? Made(string ceremonyId)
    {
        var record = ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId);
        Require(record?.CompletedAt is not null, "a ceremony that it names was not completed");
        if (record!.CompletedAt >= snapshot.Size)
        {
            return null;
        }

        if (!snapshot.Proved.TryGetValue(ceremonyId, out var made))
        {
            try
            {
                snapshot.Proved[ceremonyId] = made = Prove(record, record.CompletedAt!.Value);
            }
            catch (Exception e) when (e is TrstException or VoidReason)
            {
                throw new SnapshotUnusable($"ceremony {ceremonyId}: {e.Message}", e);
            }
        }

        return made;
    }

    private CompletedPlan Prove(CeremonyRecord record, long completedAt)
    {
        var (started, plan) = Started(record);
        var state = new MemoryProjection();
        snapshot.Rosters.Where(roster => roster.Roster.Epoch <= plan.Quorum.Epoch).ToList().ForEach(state.Put);
        var electorate = Electorates.Of(plan, state);
        Require(
            plan.Quorum.Epoch > 0 || RosterOperation.Founding(plan, ledger.TenantId) is not null, "its roster is not the founding one");
        var opener = electorate.Roster.Find(plan.Opener);
        Require(opener?.MayOpen == true && plan.Quorum == electorate.Rule, "its opener may not open it, or its quorum is another");
        opener!.Verify(((CeremonyStarted)started.Event).SignedPlan, ContentTypes.Plan);
        started.Event.Apply(state, started.Header);
        foreach (var sequence in record.Statements.Select(word => word.Sequence).OrderBy(sequence => sequence))
        {
            var (header, said) = At(sequence, record.CeremonyId);
            Require(said is StatementMade, "one of its statements is none");
            Retire(state, sequence);
            new StatementRules(
                ledger.TenantId, state, ledger.Contains, header, TimeAt(sequence), _ => 0, TimeAt).Demand(said);
            said.Apply(state, header);
        }

        var (last, done) = At(completedAt, record.CeremonyId);
        Retire(state, completedAt);
        var completion = (done as CeremonyCompleted)?.Completion ?? throw new SnapshotUnusable("a completion is none");
        var ceremony = state.DemandPending(record.CeremonyId).Verified(state);
        var (_, _, at) = new CompletionRules(
            ledger.TenantId, state, ledger.Contains, last, TimeAt(completedAt)).DemandConsent(ceremony, completion);
        return new CompletedPlan(plan, completion, at, completedAt);
    }

    private ((EventHeader Header, LedgerEvent Event) Event, Plan Plan) Started(CeremonyRecord record)
    {
        var found = At(record.StartedAt, record.CeremonyId);
        return found.Event is CeremonyStarted { Plan: var plan } && plan.Ceremony == record.CeremonyId
            ? (found, plan)
            : throw new SnapshotUnusable("a ceremony starts elsewhere");
    }

    private (EventHeader Header, LedgerEvent Event) At(long sequence, string ceremonyId)
    {
        var found = ledger.Demand(work.Event(sequence), sequence);
        Require(string.Equals(found.Header.Ceremony, ceremonyId, StringComparison.Ordinal), "an event is of another ceremony");
        return found;
    }

    private void Retire(MemoryProjection state, long before) => ledger.State
        .All<RetiredPrincipalKeyRecord>(RetiredPrincipalKeyRecord.KindName)
        .Where(retired => retired.Sequence < before)
        .ToList()
        .ForEach(state.Put);

    private DateTime TimeAt(long size) => PastTime.At(size, ledger.Replay.Times);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new SnapshotUnusable(otherwise);
        }
    }
}
