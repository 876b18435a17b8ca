namespace Trstctl.Ceremonies.Operations;

/// <param name="LedgerKey">Ed25519 public key, 32 bytes: the one that is replaced.</param>
internal sealed record LedgerKeySubject(byte[] LedgerKey, int Voids) : PlanSubject
{
    public override JsonObject ToJson() => new() { { "ledgerKey", LedgerKey }, { "voids", Voids } };
}

/// <summary>A new key for the ledger's checkpoints: somebody who left knows the old secret, or somebody who has it wrote what is void
/// (PROTOCOL section 5a). The executing process makes the key and seals it under a new ledger sealer.</summary>
internal sealed class LedgerKeyOperation : TypedOperation<LedgerKeySubject>
{
    public override string Name => "LedgerKey";

    public override string Headline => "CHANGE THE LEDGER'S KEY";

    public override bool RunsSuspended => true;

    public override bool ChangesLedgerKey => true;

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now) =>
        new LedgerKeySubject(InForce.LedgerKey(state), request.Voids);

    protected override LedgerKeySubject Read(ObjectReader reader) => new(
        reader.ExactBytes("ledgerKey", Trstctl.Ledger.LedgerKey.PublicKeyLength), (int)reader.Integer("voids", 0, int.MaxValue));

    protected override Composition Compose(LedgerKeySubject subject, IProjection state)
    {
        var (ledgerKey, voids) = subject;
        return new Composition($"ledger-key:{Digest.Of(ledgerKey)}", $"ledger with {voids} void events", []);
    }

    protected override void DemandPossible(LedgerKeySubject subject, IProjection state)
    {
        if (!subject.LedgerKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)))
        {
            throw new TrstException(ErrorId.LedgerKeySuperseded);
        }
    }

    protected override void DemandStart(LedgerKeySubject subject, Plan plan, IProjection state, DateTime ledgerTime, int voids)
    {
        DemandPossible(subject, state);
        if (subject.Voids != voids)
        {
            throw new VoidReason("it says another number of void events than there are");
        }
    }

    protected override void Make(LedgerKeySubject subject, OperationScope scope) => scope.ChangeLedgerKey();

    protected override void DemandMade(LedgerKeySubject subject, CompletedPlan done, IProjection state)
    {
        var made = done.Made.LedgerKey!;
        if (made.PublicKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)) || !made.IsProved(done.Plan, InForce.LedgerKey(state)))
        {
            throw new VoidReason("the new ledger key is the old one, or does not prove itself");
        }
    }

    protected override IReadOnlyList<Document> Apply(LedgerKeySubject subject, CompletedPlan done, IProjection state)
    {
        var changed = TenantRecord.Of(state) with
        {
            LedgerKey = done.Made.LedgerKey!.PublicKey,
            ReplacedLedgerKey = InForce.LedgerKey(state),
            LedgerKeyAt = done.Sequence,
            CuredAt = done.Plan.Previous.Size - 1,
        };
        state.Put(changed);
        return [changed];
    }

    protected override void Describe(LedgerKeySubject subject, IProjection state, Action<string, string> say)
    {
        var (ledgerKey, voids) = subject;
        say("replaces", $"the ledger key with SHA-256 {Digest.Of(ledgerKey)}; whoever executes makes the new one");
        say("void events", voids == 0 ? "none" : $"{voids}: somebody who has the ledger's secret wrote what proves nothing");
    }
}
