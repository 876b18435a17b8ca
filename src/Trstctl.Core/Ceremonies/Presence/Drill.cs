namespace Trstctl.Ceremonies.Presence;

/// <summary>A custodian shows that he is alive: he opens every share of his where it is, and answers a fresh challenge with each.
/// No share moves, and no key is opened.</summary>
public sealed class Drill(StoreConnection connection)
{
    public DrillRecord Run(ShareHolder holder, CancellationToken cancellation = default) =>
        new RefusalLog(connection).Recording(null, "Drill", Refused.RefusedType, cancellation, () =>
        {
            var challenged = connection.Write(
                (writer, ledger) => Challenge(writer, new Gate(ledger, writer.Work, writer.Now), holder), cancellation);
            var signed = connection.Read(
                (work, ledger) => Answer(work, ledger!, connection.LedgerTime(ledger), challenged, holder), cancellation);
            return connection.Write(
                (writer, ledger) =>
                {
                    DemandAnswers(DrillStatement.FromSigned(signed), ledger.State);
                    writer.Append(new CustodianDrilled(signed), Actors.Principal(challenged.Custodian));
                    return DrillRecord.Of(writer.State, challenged.Epoch, challenged.Custodian);
                },
                cancellation);
        });

    /// <summary>Refuses a statement that does not answer the challenge that waits, with every share that its custodian holds: by the
    /// commitments of the dealings, which the ledger keeps.</summary>
    internal static void DemandAnswers(DrillStatement statement, IProjection state)
    {
        if (DrillRecord.Of(state, statement.Epoch, statement.Custodian).Challenge is not { } open
            || !FixedTime.Equals(open, statement.Challenge))
        {
            throw new TrstException(ErrorId.DrillInvalid, statement.Custodian, "it does not answer the challenge that waits");
        }

        var held = state.All<KeyRecord>(KeyRecord.KindName)
            .Where(key => key.IsQuorum && key.Dealing?.Find(statement.Custodian) is not null)
            .ToArray();
        if (held.Length != statement.Answers.Count)
        {
            throw new TrstException(
                ErrorId.DrillInvalid, statement.Custodian, $"it answers with {statement.Answers.Count} of {held.Length} shares");
        }

        foreach (var key in held)
        {
            var answer = statement.Answers.FirstOrDefault(a => string.Equals(a.KeyId, key.KeyId, StringComparison.Ordinal));
            if (answer is null || answer.Generation != key.Generation
                || !IsFromShare(answer, statement, key.Dealing!.Find(statement.Custodian)!))
            {
                throw NotFromShare(statement, key.KeyId);
            }
        }
    }

    private static bool IsFromShare(DrillAnswer answer, DrillStatement statement, QuorumHolder entry) =>
        answer.X == entry.X && KeyShare.Verify(
            entry.Commitment,
            DrillStatement.AnswerData(
                statement.Tenant, statement.Custodian, statement.Epoch, answer.KeyId, answer.Generation, entry.X, statement.Challenge),
            answer.Signature);

    private static TrstException NotFromShare(DrillStatement statement, string keyId) =>
        new(ErrorId.DrillInvalid, statement.Custodian, $"its answer for key {CanonicalText.Escape(keyId)} does not come from the share");

    private static DrillRecord Challenge(LedgerWriter writer, Gate gate, ShareHolder holder)
    {
        var roster = gate.CurrentRoster();
        var custodian = roster.FindByKey(holder.Identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {holder.Identity.Thumbprint}", roster.Epoch, string.Empty);
        if (!custodian.IsCustodian)
        {
            throw new TrstException(ErrorId.RoleMissing, custodian.Name, "custodian");
        }

        PrincipalKeyRetirements.DemandUsable(custodian, gate.State.Verified, writer.Now);
        writer.Append(
            new CustodianDrillChallenged(custodian.Name, roster.Epoch, SecretRandom.Bytes(DrillStatement.ChallengeLength)),
            Actors.Principal(custodian.Name));
        return DrillRecord.Of(writer.State, roster.Epoch, custodian.Name);
    }

    private static byte[] Answer(
        IUnitOfWork work, VerifiedLedger ledger, DateTime now, DrillRecord challenged, ShareHolder holder)
    {
        var gate = new Gate(ledger, work, now);
        var custodian = gate.CurrentRoster().Demand(challenged.Custodian);
        var challenge = challenged.Challenge!;
        using var shares = new HeldShares(custodian, holder);
        var answers = Held(gate, work, custodian)
            .Select(held =>
            {
                var (key, record, entry) = held;
                using var share = shares.Open(key, record);
                var data = DrillStatement.AnswerData(
                    ledger.TenantId, custodian.Name, challenged.Epoch, key.KeyId, key.Generation, entry.X, challenge);
                return new DrillAnswer(key.KeyId, key.Generation, entry.X, share.Sign(data));
            })
            .ToArray();
        var statement = new DrillStatement(ledger.TenantId, custodian.Name, challenged.Epoch, challenge, ledger.Head, answers, now);
        return SignedStatement.Sign(holder.Identity, ContentTypes.Drill, statement.ToBytes(), now);
    }

    // Every Quorum key in which the custodian holds a share, in the record that the ledger names last.
    private static IEnumerable<(RequestedKey Key, byte[] Record, QuorumHolder Entry)> Held(
        Gate gate, IUnitOfWork work, Principal custodian) =>
        gate.State.Verified.All<KeyRecord>(KeyRecord.KindName)
            .Where(key => key.IsQuorum)
            .Select(key => new RequestedKey(key.KeyId, key.Generation, key.RecordDigest))
            .Select(key => (Key: key, Record: KeysToOpen.Record(key, work)))
            .Select(sealedKey => (sealedKey.Key, sealedKey.Record, Entry: QuorumKey.ReadQuorum(sealedKey.Record).Find(custodian.Name)))
            .Where(held => held.Entry is not null)
            .Select(held => (held.Key, held.Record, held.Entry!));
}
