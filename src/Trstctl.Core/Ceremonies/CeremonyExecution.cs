namespace Trstctl.Ceremonies;

/// <summary>Runs one approved plan: examined once before the lock, with everything that may wait for people, and once under it.</summary>
internal sealed class CeremonyExecution(
    StoreConnection connection, ExpectedPlan expected, ExecutionOptions options, CancellationToken cancellation)
{
    /// <summary>Verify the quorum and the executor, gather shares where a Quorum key is opened, make the new key, have the executor
    /// sign for it, take the lock, verify again, sign, check, seal, record, commit.</summary>
    public IReadOnlyList<Document> Run(string ceremonyId)
    {
        options.Delivery.DemandPlaces();
        var (passed, witnesses, replaced) = connection.Read(
            (work, ledger) =>
            {
                var now = connection.LedgerTime(ledger, ceremonyId);
                var gate = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, now);
                var examined = Pass(gate, ceremonyId);
                ExecutionStatement.DemandExecutor(examined, options.Executor, ledger.State, now);
                examined.Composition.DemandClean();
                options.Delivery.Demand(examined.Operation.DealsTo(examined.Plan, examined.Electorate.Roster));
                return (
                    examined,
                    WitnessStatement.Sign(examined, options.Witnesses, ledger.Seen, ledger.State, now),
                    examined.Plan.Subject.MakesSealer ? InForce.Sealer(ledger.State) : (Digest?)null);
            },
            cancellation);
        using var renewal = passed.Operation.ChangesLedgerKey
            ? connection.MakeRenewal(replaced, options.NewLedgerSecret, options.NewCustodySecret)
            : null;
        using var session = ShareSession.Request(connection, passed, options, cancellation);
        try
        {
            session?.Gather(options, cancellation);
            using var newKeys = new OpenKeys();
            foreach (var algorithm in passed.Operation.NewKeys(passed.Plan.Subject))
            {
                newKeys.Add(Generate(algorithm));
            }

            using var importedKey = passed.Operation.TakesKey(passed.Plan.Subject) ? options.ImportKey?.Invoke() : null;
            var execution = connection.Read(
                (_, ledger) => ExecutionStatement.Sign(
                    passed, options.Executor, newKeys, renewal, ledger!.Seen, ledger.State, connection.LedgerTime(ledger, ceremonyId)),
                cancellation);
            return RunLocked(passed.Plan, session, newKeys, renewal, importedKey, witnesses, execution);
        }
        catch
        {
            session?.Erase();
            throw;
        }
    }

    private IReadOnlyList<Document> RunLocked(
        Plan plan, ShareSession? session, IReadOnlyList<IOpenKey> newKeys, LedgerRenewal? renewal, IOpenKey? importedKey,
        IReadOnlyList<byte[]> witnesses, byte[] execution)
    {
        using var custody = new CustodyOfKind(renewal?.Custody ?? connection.Custody, session);
        return connection.Write(
            (writer, ledger) =>
            {
                var gate = new Gate(ledger, writer.Work, writer.TimeOf(plan.Ceremony));
                var passed = Pass(gate, plan.Ceremony);
                if (passed.Plan.Digest != plan.Digest)
                {
                    throw new TrstException(
                        ErrorId.PlanDigestMismatch, null, plan.Ceremony, Uuid.Short(plan.Ceremony), plan.Digest);
                }

                var scope = new OperationScope(gate, passed, writer, custody, newKeys, importedKey, witnesses, execution)
                {
                    LedgerKey = connection.DemandLedgerKey(), Renewal = renewal,
                };
                passed.Operation.Make(scope);
                if (renewal is not null)
                {
                    connection.Renew(writer, renewal);
                }

                var executor = passed.Electorate.Roster.FindByKey(options.Executor.Spki)!;
                writer.Append(new CeremonyCompleted(scope.Completion), Actors.Principal(executor.Name), plan.Ceremony);
                writer.IfNotCommitted(options.Delivery.Undo);
                options.Delivery.Write(custody.FileShares);
                return CeremonyResults.Of(writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, plan.Ceremony)!, writer.State);
            },
            cancellation);
    }

    // Lint is asked before the lock alone: it follows from the plan's bytes, and a certificate is linted again when it is signed.
    private ExaminedCeremony Pass(Gate gate, string ceremonyId)
    {
        var examined = gate.Examine(ceremonyId);
        expected.Demand(examined.Plan);
        return gate.Pass(examined);
    }

    // An RSA-4096 takes seconds and the platform cannot be interrupted: whoever stops leaves the key to be thrown away.
    private IOpenKey Generate(KeyAlgorithm algorithm)
    {
        var making = Task.Run(() => connection.Custody.Generate(algorithm), CancellationToken.None);
        WaitHandle.WaitAny([((IAsyncResult)making).AsyncWaitHandle, cancellation.WaitHandle]);
        if (cancellation.IsCancellationRequested)
        {
            making.ContinueWith(
                made => made.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw new OperationCanceledException(cancellation);
        }

        return making.GetAwaiter().GetResult();
    }
}
