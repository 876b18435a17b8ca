namespace Trstctl.Ceremonies.Presence;

/// <summary>A custodian shows that he is alive: he opens every share of his where it is, and signs with each the head of the ledger
/// that he sees. No share moves, and no key is opened.</summary>
public sealed class Drill(StoreConnection connection)
{
    public DrillRecord Run(ShareHolder holder, CancellationToken cancellation = default) =>
        new RefusalLog(connection).Recording(null, "Drill", Refused.RefusedType, cancellation, () =>
        {
            // A ledger where nothing was signed for months dates an answer by then; the first one moves its time, the second has it.
            var answered = Answer(holder, cancellation);
            return answered.Last < connection.Now - Decisions.Tolerance ? Answer(holder, cancellation) : answered;
        });

    /// <summary>Refuses a statement that names no share, or one that is not from a newest dealing: by the commitments, which the
    /// ledger keeps.</summary>
    internal static void DemandAnswers(DrillStatement statement, IProjection state)
    {
        if (statement.Answers.Count == 0)
        {
            throw new TrstException(ErrorId.DrillInvalid, statement.Custodian, "it names no share");
        }

        if (statement.Answers.Select(a => a.KeyId).Distinct(StringComparer.Ordinal).Count() != statement.Answers.Count)
        {
            throw new TrstException(ErrorId.DrillInvalid, statement.Custodian, "it names a share twice");
        }

        foreach (var answer in statement.Answers)
        {
            var key = state.Find<KeyRecord>(KeyRecord.KindName, answer.KeyId);
            if (key is not { IsQuorum: true } || answer.Generation != key.Generation
                || key.Dealing?.Find(statement.Custodian) is not { } entry || !IsFromShare(answer, statement, entry))
            {
                throw new TrstException(
                    ErrorId.DrillInvalid, statement.Custodian,
                    $"its answer for key {CanonicalText.Escape(answer.KeyId)} does not come from the share");
            }
        }
    }

    private static bool IsFromShare(DrillAnswer answer, DrillStatement statement, QuorumHolder entry) =>
        answer.X == entry.X && KeyShare.Verify(
            entry.Commitment,
            DrillStatement.AnswerData(
                statement.Tenant, statement.Custodian, answer.KeyId, answer.Generation, entry.X, statement.Checkpoint.Point),
            answer.Signature);

    private DrillRecord Answer(ShareHolder holder, CancellationToken cancellation)
    {
        var signed = connection.Read(
            (work, ledger) =>
            {
                var verified = ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster);
                var statement = Compose(work, verified, verified.Seen, connection.LedgerTime(verified), holder);
                return SignedStatement.Sign(holder.Identity, ContentTypes.Drill, statement.ToBytes(), statement.Time);
            },
            cancellation);
        var said = DrillStatement.FromSigned(signed);
        return connection.Write(
            (writer, ledger) =>
            {
                DemandAnswers(said, ledger.State);
                writer.Append(new CustodianDrilled(signed), Actors.Principal(said.Custodian));
                return DrillRecord.Of(writer.State, said.Epoch, said.Custodian);
            },
            cancellation);
    }

    /// <summary>With every share that the holder has, over this point of the ledger.</summary>
    internal static DrillStatement Compose(
        IUnitOfWork work, VerifiedLedger ledger, SeenCheckpoint seen, DateTime now, ShareHolder holder)
    {
        var gate = new Gate(ledger, work, now);
        var roster = gate.CurrentRoster();
        var custodian = roster.FindByKey(holder.Identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {holder.Identity.Thumbprint}", roster.Epoch, string.Empty);
        if (!custodian.IsCustodian)
        {
            throw new TrstException(ErrorId.RoleMissing, custodian.Name, "custodian");
        }

        PrincipalKeyRetirements.DemandUsable(custodian, ledger.State, now);
        using var shares = new HeldShares(holder, custodian);
        var answers = Held(gate, work, custodian)
            .Select(held =>
            {
                var (key, record, entry) = held;
                using var share = shares.Open(custodian, key, record);
                var data = DrillStatement.AnswerData(
                    ledger.TenantId, custodian.Name, key.KeyId, key.Generation, entry.X, seen.Point);
                return new DrillAnswer(key.KeyId, key.Generation, entry.X, share.Sign(data));
            })
            .ToArray();
        if (answers.Length == 0)
        {
            throw new TrstException(ErrorId.DrillInvalid, custodian.Name, "there is no share of a key that this custodian holds");
        }

        return new DrillStatement(ledger.TenantId, custodian.Name, roster.Epoch, seen, answers, now);
    }

    // Every Quorum key in which the custodian holds a share, in the record that the ledger names last.
    private static IEnumerable<(RequestedKey Key, byte[] Record, QuorumHolder Entry)> Held(
        Gate gate, IUnitOfWork work, Principal custodian) =>
        gate.State.Verified.By<KeyRecord>(KeyRecord.KindName, KeyRecord.Kept, nameof(CustodyKind.Quorum))
            .Select(key => new RequestedKey(key.KeyId, key.Generation, key.RecordDigest))
            .Select(key => (Key: key, Record: KeysToOpen.Record(key, work)))
            .Select(sealedKey => (sealedKey.Key, sealedKey.Record, Entry: QuorumKey.ReadQuorum(sealedKey.Record).Find(custodian.Name)))
            .Where(held => held.Entry is not null)
            .Select(held => (held.Key, held.Record, held.Entry!));
}
