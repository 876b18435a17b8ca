namespace Trstctl.History;

/// <summary>When a completion takes effect: its ceremony may run, its quorum stands, and what was made is what was approved.</summary>
internal sealed class CompletionRules(
    string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, EventHeader header, DateTime ledgerTime)
{
    /// <returns>What the executor said.</returns>
    public Said Demand(Completion completion)
    {
        var ceremony = state.DemandPending(header.Ceremony).Verified(state);
        var (plan, operation) = (ceremony.Plan, ceremony.Operation);
        var (said, execution, at) = DemandConsent(ceremony, completion);
        operation.DemandPossible(plan.Subject, state);
        DemandShares(ceremony, execution.Executor);
        Require(completion.Artefacts.Count == plan.Artefacts.Count, "it has other artefacts than its plan");
        Require(completion.LedgerKey is not null || !operation.ChangesLedgerKey, "it brings no ledger key");
        Require(completion.LedgerKey is null || operation.ChangesLedgerKey, "it changes the ledger's key, and its plan does not");
        var done = new CompletedPlan(plan, completion, at);
        operation.DemandMade(done, state);
        Require(
            operation.NewKeys(plan.Subject).Select((_, i) => Digest.Of(operation.NewKey(done, i))).SequenceEqual(execution.Keys),
            "its executor signed for other keys");
        DemandKeys(done, operation, ceremony.Electorate.Roster);
        return said;
    }

    /// <summary>The part of it that says who wanted it: the quorum and the executor, under the roster of its plan, and who watched.
    /// </summary>
    public (Said Said, ExecutionStatement Execution, DateTime At) DemandConsent(VerifiedCeremony ceremony, Completion completion)
    {
        var (plan, operation) = (ceremony.Plan, ceremony.Operation);
        Require(completion.PlanDigest == plan.Digest, "it completes another plan");
        Require(plan.Quorum.Epoch == (RosterRecord.Current(state)?.Roster.Epoch ?? 0), "its roster is not in force");
        var (said, execution, at) = DemandExecution(ceremony, completion.Execution);
        Require(at <= plan.UseBy, "its ceremony had expired");
        Suspension.DemandRunnable(TenantRecord.Of(state), operation);
        DemandQuorum(ceremony, completion, at);
        DemandWitnesses(ceremony, completion, at);
        Require(Same(execution.LedgerKey, completion.LedgerKey?.PublicKey), "its executor signed for another ledger key");
        Require(execution.Sealer == completion.LedgerKey?.Sealer, "its executor signed for another custody sealer");
        return (said, execution, at);
    }

    /// <summary>The first group whose approvals are too few; an approval whose key was retired since counts no longer.</summary>
    public static VoterGroup? Lacking(VerifiedCeremony ceremony, IProjection state) =>
        QuorumCount.Lacking(ceremony, Standing(ceremony, state));

    private static IReadOnlyList<CountedApproval> Standing(VerifiedCeremony ceremony, IProjection state) => ceremony.Record.Approvals
        .Select(word => (Word: word, Voter: ceremony.Electorate.Find(word.Custodian, word.Epoch)))
        .Where(said => said.Voter is not null && PrincipalKeyRetirements.Since(said.Voter.Principal, state) is null)
        .Select(said => new CountedApproval(said.Voter!, said.Word.Statement))
        .ToArray();

    private void DemandQuorum(VerifiedCeremony ceremony, Completion completion, DateTime at)
    {
        Require(
            !OwnClock.Governs(ceremony.Plan) || ceremony.Record.Approvals.All(
                word => word.Time <= at || completion.Counted.All(counted => counted.Statement != word.Statement)),
            "it counts an approval that was made later");
        var counted = Standing(ceremony, state)
            .Where(a => completion.Counted.Contains(new CountedStatement(a.Voter.Name, a.Voter.Epoch, a.Statement)))
            .ToArray();
        Require(counted.Length == completion.Counted.Count, "it counts approvals that do not stand");
        Require(QuorumCount.Lacking(ceremony, counted) is null, "the quorum is not there");
    }

    // The ledger's secret executes nothing: somebody whom the plan names signed for exactly this, and lately.
    private (Said Said, ExecutionStatement Execution, DateTime At) DemandExecution(VerifiedCeremony ceremony, byte[] statement)
    {
        var plan = ceremony.Plan;
        var executor = plan.Executors.Where(name => string.Equals(header.Actor, Actors.Principal(name), StringComparison.Ordinal))
            .Select(ceremony.Electorate.Roster.Find)
            .FirstOrDefault(found => found is not null && plan.MayExecute(found))
            ?? throw new VoidReason("its plan names others to execute it");
        var content = executor.Verify(statement, ContentTypes.Execution, out var signingTime);
        var said = ExecutionStatement.FromBytes(content);
        var at = OwnClock.Of(plan, said.Time, header.Time);
        Require(string.Equals(said.Executor, executor.Name, StringComparison.Ordinal), "its header names another actor");
        Require(string.Equals(said.Tenant, tenantId, StringComparison.Ordinal), "it belongs to another tenant");
        Require(
            said.PlanDigest == plan.Digest && said.Epoch == plan.Quorum.Epoch
                && string.Equals(said.Ceremony, plan.Ceremony, StringComparison.Ordinal),
            "its execution statement is of another plan");
        Require(
            said.Time == signingTime && said.Time >= plan.OpenedAt - Decisions.Tolerance
                && (said.Time - header.Time).Duration() <= Decisions.Tolerance,
            "it was not executed when its event says");
        Require(isAncestor(said.Checkpoint.Point), "it was executed over another history");
        PrincipalKeyRetirements.DemandNotRetired(executor, state);
        if (ceremony.Operation.BarsExpiredKeys)
        {
            OwnClock.DemandValid(executor, at, ledgerTime, state);
        }

        return (new Said(content, executor, said.Time), said, at);
    }

    private void DemandShares(VerifiedCeremony ceremony, string executor)
    {
        var dealings = KeysToOpen.Dealings(ceremony.Operation, ceremony.Plan, state);
        if (dealings.Count > 0)
        {
            var roster = ceremony.Electorate.Roster;
            var released = ceremony.Record.Releases.Select(r => r.Custodian)
                .Where(name => PrincipalKeyRetirements.Since(roster.Demand(name), state) is null)
                .ToArray();
            Require(dealings.All(d => d.Count(released) >= d.Needed), "too few custodians released their shares");
            Require(
                string.Equals(ceremony.Record.SessionExecutor, executor, StringComparison.Ordinal),
                "the shares were released to another executor");
        }
    }

    private void DemandWitnesses(VerifiedCeremony ceremony, Completion completion, DateTime at)
    {
        var (roster, names) = (ceremony.Electorate.Roster, new HashSet<string>(StringComparer.Ordinal));
        var isExpected = ceremony.Operation.TakesWitnesses && roster.Principals.Any(p => (p.Roles & PrincipalRoles.Witness) != 0);
        Require(ceremony.Operation.TakesWitnesses || completion.Witnesses.Count == 0, "nobody watches such an operation");
        Require(!isExpected || completion.Witnesses.Count > 0, "nobody watched, and a roster with witnesses asks for one");
        foreach (var statement in completion.Witnesses)
        {
            var said = WitnessStatement.FromSigned(statement);
            var witness = roster.Principals.FirstOrDefault(p => string.Equals(p.Name, said.Witness, StringComparison.Ordinal))
                ?? throw new VoidReason("a witness does not stand on the roster, written so");
            Require(
                said.PlanDigest == ceremony.Plan.Digest && string.Equals(said.Tenant, tenantId, StringComparison.Ordinal)
                    && string.Equals(said.Ceremony, ceremony.Plan.Ceremony, StringComparison.Ordinal),
                "a witness speaks of another plan");
            Require(witness.IsCustodian || (witness.Roles & PrincipalRoles.Witness) != 0, "a witness has another role");
            Require(
                !ceremony.Electorate.IsOpener(witness, ceremony.Plan) && names.Add(witness.Name),
                "a witness is the opener, or speaks twice");
            Require(
                said.Time >= ceremony.Plan.OpenedAt - Decisions.Tolerance && said.Time <= at + Decisions.Tolerance,
                "a witness spoke at another time");
            PrincipalKeyRetirements.DemandUsable(witness, state, at);
            Require(
                said.Epoch == ceremony.Plan.Quorum.Epoch && isAncestor(said.Checkpoint.Point),
                "a witness speaks from another roster or history");
            witness.Verify(statement, ContentTypes.Witness);
        }
    }

    // New keys belong to the plan's things in their order, dealt to the roster in force; a roster change deals again, to the next, and
    // what names another sealer seals again.
    private void DemandKeys(CompletedPlan done, CeremonyOperation operation, Roster current)
    {
        var again = done.Plan.Subject.SealsAnew;
        var fresh = operation.NewKeys(done.Plan.Subject).Count + (operation.TakesKey(done.Plan.Subject) ? 1 : 0);
        Require(done.Made.Keys.Count == fresh + again.Count, "it seals other keys than its plan makes");
        var dealt = done.Plan.Subject.NextRoster ?? current;
        for (var i = 0; i < done.Made.Keys.Count; i++)
        {
            var sealing = done.Made.Keys[i];
            var key = i < fresh ? null : state.Find<KeyRecord>(KeyRecord.KindName, again[i - fresh]);
            var owner = key is null ? done.OwnerOf(operation, i) : KeyOwner.Of(key, state);
            var publicKey = PublicKey.Read(owner.Spki);
            if (key is null)
            {
                KnownKeys.DemandNew(publicKey.Identity, state);
            }

            DemandKey(sealing, owner, publicKey, (key?.Generation ?? 0) + 1, done, dealt);
        }
    }

    private void DemandKey(KeySealing sealing, KeyOwner owner, PublicKey key, int generation, CompletedPlan done, Roster roster)
    {
        var (made, algorithm, plan) = (sealing.Header, key.Algorithm, done.Plan);
        var spki = Digest.Of(owner.Spki);
        Require(algorithm is not null, "a key has no algorithm that is known here");
        var expected = new SealedKeyHeader
        {
            Tenant = tenantId,
            Authority = owner.Id,
            KeyId = spki.Hex,
            Generation = generation,
            Algorithm = algorithm!,
            SpkiDigest = spki,
            Ceremony = plan.Ceremony,
            Custody = owner.Custody.ToString(),
            Level = owner.Level.ToString(),
            Sealer = made.Quorum is null ? (done.NewSealer ?? InForce.Sealer(state)).Hex : null,
            Quorum = made.Quorum,
        };
        Require(made.Difference(expected) is null, "the header of a sealed key is not the expected one");
        Require(made.Quorum is null == (owner.Custody != CustodyKind.Quorum), "a key is held otherwise than was approved");
        Require(
            made.Quorum is not { } quorum || (quorum.Epoch == roster.Epoch && quorum.Needed == roster.Threshold
                && quorum.Holders.Select(h => h.Custodian).SequenceEqual(roster.Custodians.Select(c => c.Name), StringComparer.Ordinal)),
            "a key was dealt to others than the roster's custodians");
        Require(
            SignatureCheck.Verify(key, KeyPossession.Statement(tenantId, plan.Digest, spki, generation, sealing.Record), sealing.Proof),
            "a key does not prove that it is in its record");
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.SequenceEqual(other);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new VoidReason(otherwise);
        }
    }
}
