namespace Trstctl.Ceremonies.Presence;

/// <summary>Which Quorum keys a plan opens, and whether a request asks for exactly these.</summary>
internal static class KeysToOpen
{
    public static IReadOnlyList<RequestedKey> Of(CeremonyOperation operation, Plan plan, IProjection state) =>
        Dealings(operation, plan, state).Select(dealing => dealing.Key).ToArray();

    /// <summary>Of each key the newest record, unless the plan names the dealing before it.</summary>
    public static IReadOnlyList<OpenedDealing> Dealings(CeremonyOperation operation, Plan plan, IProjection state) =>
        operation.Opens(plan.Subject, state)
        .Distinct(StringComparer.Ordinal)
        .Select(id => state.Find<KeyRecord>(KeyRecord.KindName, id)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, id, "the ledger does not name it"))
        .Where(key => key.Custody == CustodyKind.Quorum)
        .Select(key => OpenedDealing.Of(
            RosterKeys.Opened(Alive(key, state), plan.Subject), RosterRecord.Find(state, plan.Quorum.Epoch)!.Roster, state))
        .ToArray();

    /// <summary>A completed ceremony opened the newest record of its keys, as what they signed shows: what was before it is kept no
    /// longer.</summary>
    public static void Opened(CeremonyOperation operation, Plan plan, IProjection state)
    {
        var unproved = operation.OpensUnproved(plan.Subject, state);
        foreach (var opened in Of(operation, plan, state).Where(key => !unproved.Contains(key.KeyId, StringComparer.Ordinal)))
        {
            if (state.Find<KeyRecord>(KeyRecord.KindName, opened.KeyId) is { Before: not null } key
                && key.Generation == opened.Generation)
            {
                state.Put(key with { Before = null });
            }
        }
    }

    /// <summary>Refuses where another session asked since, or this one said that it is over. Nobody signed that: what it can do is to
    /// stop a release, and so can whoever deletes one.</summary>
    public static void DemandWaiting(OpenRequest request, Digest session, IUnitOfWork work)
    {
        var id = Uuid.Short(request.Ceremony);
        if (request.SessionDigest != session)
        {
            throw new TrstException(ErrorId.OpeningSuperseded, id);
        }

        if (work.EndedSession(request.Ceremony)?.SequenceEqual(session.ToArray()) == true)
        {
            throw new TrstException(
                ErrorId.OpeningOver, null, request.Ceremony, id, UtcTime.Format(request.Time), CanonicalText.Line(request.Executor));
        }
    }

    /// <summary>How long a request is answered.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The request of the ceremony's newest session: lately signed by who may open, for this plan, for its keys and no
    /// others.</summary>
    public static OpenRequest Demand(ExaminedCeremony passed, Gate gate, DateTime now)
    {
        var sequence = passed.Record.OpeningAt ?? throw new TrstException(ErrorId.OpeningNotRequested, Uuid.Short(passed.Plan.Ceremony));
        TrstException Refuse(string reason) => new(ErrorId.OpeningInvalid, Uuid.Short(passed.Plan.Ceremony), reason);

        var statement = gate.Event<KeyOpenRequested>(sequence).Request;
        try
        {
            var request = OpenRequest.FromSigned(statement);
            var executor = passed.Electorate.Roster.Find(request.Executor);
            if (executor is null || !passed.Plan.MayExecute(executor))
            {
                throw Refuse("whoever signed it does not execute this plan");
            }

            executor.Verify(statement, ContentTypes.OpenRequest);
            PrincipalKeyRetirements.DemandUsable(
                executor, gate.State.Verified, request.Time, passed.Operation.BarsExpiredKeys);
            var fault = !string.Equals(request.Tenant, passed.Plan.Tenant, StringComparison.Ordinal) ? "it belongs to another tenant"
                : !string.Equals(request.Ceremony, passed.Plan.Ceremony, StringComparison.Ordinal)
                    || request.PlanDigest != passed.Plan.Digest ? "it belongs to another plan"
                : !request.Keys.SequenceEqual(
                    Of(passed.Operation, passed.Plan, gate.State.Verified)) ? "it asks for other keys than the plan opens"
                : null;
            if (fault is null && now - request.Time > Longest)
            {
                throw new TrstException(
                    ErrorId.OpeningTooOld, null, passed.Plan.Ceremony, Uuid.Short(passed.Plan.Ceremony), UtcTime.Format(request.Time));
            }

            return fault is null ? request : throw Refuse(fault);
        }
        catch (TrstException e) when (e.Id is ErrorId.ApprovalInvalid
            or ErrorId.FormatInvalid or ErrorId.CustodianExpired or ErrorId.CustodianRetired)
        {
            throw new TrstException(ErrorId.OpeningInvalid, e, passed.Plan.Ceremony, Uuid.Short(passed.Plan.Ceremony), e.Message);
        }
    }

    /// <summary>The sealed record that the ledger names so, and no other.</summary>
    public static byte[] Record(RequestedKey key, IUnitOfWork work)
    {
        var record = work.SealedKey(key.KeyId, key.Generation)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, "its record is missing");
        return Digest.Of(record) == key.RecordDigest ? record : throw new TrstException(ErrorId.SealedKeyStale, key.KeyId);
    }

    /// <summary>The same, where it is the record of this very key, dealt to the custodians of its roster, as the completion that dealt
    /// it says, and the key is that of the certificate of the authority or request whose it is.</summary>
    public static byte[] Shared(OpenedDealing opened, string tenant, IUnitOfWork work, IProjection state)
    {
        var (known, roster) = (opened.Record, opened.Dealt);
        var record = Record(opened.Key, work);
        QuorumKey.DemandTerms(
            record, tenant, known.KeyId, roster.Threshold, roster.Epoch, roster.Custodians.Select(c => c.Name).ToArray());
        var fault = !string.Equals(Digest.Of(KeyOwner.Of(known, state).Spki).Hex, known.KeyId, StringComparison.Ordinal)
            ? "it is not the key of the certificate whose owner it is said to be"
            : known.Dealing is null || !QuorumKey.ReadQuorum(record).Public().IsSame(known.Dealing)
                ? "its record is not as it was dealt"
            : null;
        return fault is null ? record : throw new TrstException(ErrorId.SealedKeyInvalid, known.KeyId, fault);
    }

    public static KeyRecord Alive(KeyRecord key, IProjection state) =>
        key.DestroyedBy is { } destroyed
            ? throw new TrstException(ErrorId.KeyDestroyed, key.KeyId, KeyOwner.Of(key, state).Name, Uuid.Short(destroyed))
        : key.LostBy is { } lost
            ? throw new TrstException(ErrorId.KeyLost, key.KeyId, KeyOwner.Of(key, state).Name, Uuid.Short(lost))
        : key;

    /// <summary>The custodian whose key this is, on the roster in force, with a word that does not speak against the plan.</summary>
    public static Principal DemandHolder(ExaminedCeremony passed, SigningIdentity identity, VerifiedState state, DateTime now)
    {
        var roster = passed.Electorate.Roster;
        var holder = roster.FindByKey(identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);
        if (!holder.IsCustodian)
        {
            throw new TrstException(ErrorId.RoleMissing, holder.Name, "custodian");
        }

        PrincipalKeyRetirements.DemandUsable(holder, state.Verified, now, passed.Operation.BarsExpiredKeys);
        if (WordAgainst(passed.Record, holder) is { } word)
        {
            throw new TrstException(
                ErrorId.AlreadyDecided, null, passed.Plan.Ceremony, holder.Name, AsciiFold.Word(word.Decision),
                Uuid.Short(passed.Plan.Ceremony));
        }

        return holder;
    }

    /// <summary>What was signed for of the shares that the newest session asked for; null where none asked, or where nothing opens the keys
    /// any more: whoever executes is told why.</summary>
    public static GatheredShares? Gathered(CeremonyRecord ceremony, IProjection state)
    {
        if (ceremony.Session is null)
        {
            return null;
        }

        try
        {
            var released = ceremony.Releases.Select(release => release.Custodian).ToArray();
            var dealings = Dealings(OperationCatalogue.DemandExact(ceremony.Operation), ceremony.Plan, state);
            var least = dealings.OrderByDescending(dealing => dealing.Needed - dealing.Count(released)).FirstOrDefault();
            return least is null ? null : new GatheredShares(
                least.Count(released), least.Needed,
                dealings.Where(dealing => dealing.Count(released) < dealing.Needed)
                    .SelectMany(dealing => dealing.Holders)
                    .Where(holder => !released.Contains(holder.Name, StringComparer.Ordinal) && WordAgainst(ceremony, holder) is null)
                    .Select(holder => holder.Name)
                    .Distinct(StringComparer.Ordinal)
                    .ToArray());
        }
        catch (TrstException)
        {
            return null;
        }
    }

    /// <summary>His denial or withdrawal: who said it releases nothing.</summary>
    public static StatementRecord? WordAgainst(CeremonyRecord ceremony, Principal holder) => ceremony.Statements.FirstOrDefault(
        s => s.Decision != Decision.Approve && string.Equals(s.Custodian, holder.Name, StringComparison.Ordinal));
}
