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
        Require(IsReplayed(ceremony.Record), "the ceremony started before it was written");
        DemandRosters();
        foreach (var keyId in ceremony.Operation.Opens(ceremony.Plan.Subject, ledger.State).Distinct(StringComparer.Ordinal))
        {
            DemandKey(ledger.State.Find<KeyRecord>(KeyRecord.KindName, keyId), ceremony.Plan.Subject);
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
            var plan = Made(record.Ceremony).Plan;
            Require(
                (plan.Subject.NextRoster ?? RosterOperation.Founding(plan, ledger.TenantId))?.Digest == record.Roster.Digest,
                "a roster is not the one that its quorum made");
            snapshot.Rosters.Add(record);
        }
    }

    private void DemandKey(KeyRecord? key, PlanSubject subject)
    {
        Require(key is not null, "a key that opens is missing");
        DemandSealed(key! with { Before = null, DestroyedBy = null, LostBy = null });
        if (key!.Before is { } before && subject.OpensBefore.Contains(key.KeyId, StringComparer.Ordinal))
        {
            DemandSealed(before);
        }

        var owner = KeyOwner.Of(key, ledger.State);
        Require(Digest.Of(owner.Spki) == key.SpkiDigest, "an authority has another key");
        if (ledger.State.Find<AuthorityRecord>(AuthorityRecord.KindName, owner.Id) is { } authority
            && Made(authority.Ceremony) is { Plan.Operation: not ("Import" or "Request") } origin)
        {
            Require(
                origin.Made.Artefacts.Any(authority.Certificate.SequenceEqual)
                    || (origin.Plan.Subject as AnswerSubject)?.Certificate.SequenceEqual(authority.Certificate) == true,
                "an authority's certificate is not what its ceremony made");
        }
    }

    private void DemandSealed(KeyRecord key)
    {
        var (made, named) = (Made(key.Ceremony), key.ToBytes());
        Require(
            made.Made.Keys.Any(sealing => made.RecordOf(sealing).ToBytes().SequenceEqual(named)),
            "a key was not sealed by the ceremony that it names");
    }

    // Its quorum's consent, from the events; what it did is in the state.
    private CompletedPlan Made(string ceremonyId)
    {
        var record = ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId);
        Require(record?.CompletedAt is not null, "a ceremony that it names was not completed");
        if (!snapshot.Proved.TryGetValue(ceremonyId, out var made))
        {
            try
            {
                snapshot.Proved[ceremonyId] = made = IsReplayed(record!)
                    ? new CompletedPlan(record!.Plan, Completed(record).Made, default, record.CompletedAt!.Value)
                    : Prove(record!);
            }
            catch (Exception e) when (e is TrstException or VoidReason)
            {
                throw new SnapshotUnusable($"ceremony {ceremonyId}: {e.Message}", e);
            }
        }

        return made;
    }

    // All of it by this process: nothing that the snapshot has of it, and no event that came before.
    private bool IsReplayed(CeremonyRecord record)
    {
        var isNew = snapshot.State.Find<CeremonyRecord>(CeremonyRecord.KindName, record.CeremonyId) is null;
        for (var sequence = record.Plan.Previous.Size; isNew && sequence < snapshot.Size; sequence++)
        {
            isNew = !IsOf(ledger.Demand(work.Event(sequence), sequence).Header, record.CeremonyId);
        }

        return isNew;
    }

    private (EventHeader Header, Completion Made) Completed(CeremonyRecord record)
    {
        var (header, done) = At(record.CompletedAt!.Value, record.CeremonyId);
        return (header, (done as CeremonyCompleted)?.Completion ?? throw new SnapshotUnusable("a completion is none"));
    }

    // Nothing was said in it that its record leaves out, and nothing came between that would have kept it from its end.
    private void DemandWhole(CeremonyRecord record, VerifiedCeremony started)
    {
        var words = new HashSet<long>(record.Statements.Select(word => word.Sequence)) { record.StartedAt };
        for (var sequence = started.Plan.Previous.Size; sequence < record.CompletedAt; sequence++)
        {
            var (header, said) = ledger.Demand(work.Event(sequence), sequence);
            var isLater = sequence > record.StartedAt;
            Require(
                !IsOf(header, record.CeremonyId) || said.IsNote || words.Contains(sequence)
                    || (isLater && said is KeyOpenRequested or KeyShareReleased),
                "a ceremony's record leaves out what was said in it");
            Require(
                !isLater || said switch
                {
                    CeremonyCompleted => header.Operation is not ("Roster" or "CorrectClock")
                        && !(header.Operation == "Resume" && record.Operation == "Resume"),
                    TenantSuspended => started.Operation.RunsSuspended,
                    StoreRestored => false,
                    PrincipalKeyRetired => ledger.State.All<RetiredPrincipalKeyRecord>(RetiredPrincipalKeyRecord.KindName)
                        .Any(retired => retired.Sequence == sequence),
                    _ => true,
                },
                "what came between a ceremony's start and its end may have ended it");
        }
    }

    private CompletedPlan Prove(CeremonyRecord record)
    {
        var (started, plan) = Started(record);
        var state = new MemoryProjection();
        snapshot.Rosters.Where(roster => roster.Roster.Epoch <= plan.Quorum.Epoch).ToList().ForEach(state.Put);
        var electorate = Electorates.Of(plan, state);
        Require(plan.Previous.Size <= record.StartedAt && ledger.Contains(plan.Previous.Point), "it was made over another history");
        Require(
            plan.Quorum.Epoch > 0 || RosterOperation.Founding(plan, ledger.TenantId) is not null, "its roster is not the founding one");
        var opener = electorate.Roster.Find(plan.Opener);
        Require(opener?.MayOpen == true && plan.Quorum == electorate.Rule, "its opener may not open it, or its quorum is another");
        opener!.Verify(((CeremonyStarted)started.Event).SignedPlan, ContentTypes.Plan);
        started.Event.Apply(state, started.Header);
        DemandWhole(record, state.DemandPending(record.CeremonyId).Verified(state));
        foreach (var sequence in record.Statements.Select(word => word.Sequence).OrderBy(sequence => sequence))
        {
            var (header, said) = At(sequence, record.CeremonyId);
            Require(said is StatementMade, "one of its statements is none");
            Retire(state, sequence);
            new StatementRules(
                ledger.TenantId, state, ledger.Contains, header, TimeAt(sequence), _ => 0, TimeAt).Demand(said);
            said.Apply(state, header);
        }

        var (last, completion) = Completed(record);
        Retire(state, last.Sequence);
        var ceremony = state.DemandPending(record.CeremonyId).Verified(state);
        var (_, _, at) = new CompletionRules(
            ledger.TenantId, state, ledger.Contains, last, TimeAt(last.Sequence)).DemandConsent(ceremony, completion);
        return new CompletedPlan(plan, completion, at, last.Sequence);
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
        Require(IsOf(found.Header, ceremonyId), "an event is of another ceremony");
        return found;
    }

    private static bool IsOf(EventHeader header, string ceremony) => string.Equals(header.Ceremony, ceremony, StringComparison.Ordinal);

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
