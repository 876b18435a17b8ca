namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-execution/1</c> of who runs an approved plan: he signs before the lock, with the new keys at
/// hand, so that the ledger's secret alone executes nothing and the record names who did (PROTOCOL section 3).</summary>
/// <param name="Checkpoint">The ledger as he saw it.</param>
/// <param name="Keys">SHA-256 of the canonical SubjectPublicKeyInfo of each new key, in the order of the plan's things.</param>
/// <param name="LedgerKey">Of an operation that changes it: the new one's Ed25519 public key, 32 bytes.</param>
/// <param name="Sealer">Identity of the new custody sealer, where it makes one.</param>
/// <param name="Host">As the executing host names itself.</param>
internal sealed record ExecutionStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Executor, int Epoch, SeenCheckpoint Checkpoint, IReadOnlyList<Digest> Keys,
    byte[]? LedgerKey, Digest? Sealer, string Host, DateTime Time)
{
    public const string Format = "trstctl-execution/1";
    public const int MaxSigned = 64 * 1024;

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static ExecutionStatement FromBytes(byte[] bytes) =>
        Fields.FromBytes<ExecutionStatement>(bytes, "execution statement", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static ExecutionStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    /// <summary>Of the ceremony's executor, over the keys that were made for it.</summary>
    public static byte[] Sign(
        VerifiedCeremony ceremony, SigningIdentity identity, IEnumerable<IOpenKey> newKeys, LedgerRenewal? renewal, SeenCheckpoint seen,
        IProjection state, DateTime now)
    {
        var (plan, executor) = (ceremony.Plan, DemandExecutor(ceremony, identity, state, now));
        var statement = new ExecutionStatement(
            plan.Tenant, plan.Ceremony, plan.Digest, executor.Name, plan.Quorum.Epoch, seen,
            newKeys.Select(key => Digest.Of(key.SubjectPublicKeyInfo)).ToArray(), renewal?.Key.PublicKey, renewal?.Sealer?.Identity,
            Actors.Host, now);
        var signed = SignedStatement.Sign(identity, ContentTypes.Execution, statement.ToBytes(), now);
        executor.Verify(signed, ContentTypes.Execution);
        return signed;
    }

    /// <summary>The entry of the roster whose key this is, if the plan has him execute it.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.NotOnRoster"/>, <see cref="ErrorId.NotExecutor"/>,
    /// <see cref="ErrorId.CustodianExpired"/> or <see cref="ErrorId.CustodianRetired"/>.</exception>
    public static Principal DemandExecutor(VerifiedCeremony ceremony, SigningIdentity identity, IProjection state, DateTime now)
    {
        var (plan, roster) = (ceremony.Plan, ceremony.Electorate.Roster);
        var executor = roster.FindByKey(identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);
        if (!plan.MayExecute(executor))
        {
            throw new TrstException(
                ErrorId.NotExecutor, null, plan.Ceremony, executor.Name, Uuid.Short(plan.Ceremony), Words.Or(plan.Executors));
        }

        PrincipalKeyRetirements.DemandUsable(executor, state, now, ceremony.Operation.BarsExpiredKeys);
        return executor;
    }

    private static ExecutionStatement Declare(Fields f, ExecutionStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Text("executor", s?.Executor, 64),
            f.Number("epoch", s?.Epoch, 0),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Digests("keys", s?.Keys, 16),
            f.OptionalExactBytes("ledgerKey", s?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength),
            f.OptionalDigest("sealer", s?.Sealer),
            f.Text("host", s?.Host, 256),
            f.Time("time", s?.Time));
    }
}
