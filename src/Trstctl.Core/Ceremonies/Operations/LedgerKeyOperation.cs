namespace Trstctl.Ceremonies.Operations;

/// <summary>A new key for the ledger's checkpoints: somebody who left knows the old secret, or somebody who has it wrote what is void
/// (PROTOCOL section 5a). The executing process makes the key and seals it under a new ledger sealer.</summary>
internal sealed class LedgerKeyOperation : CeremonyOperation
{
    public override string Name => "LedgerKey";

    public override string Headline => "CHANGE THE LEDGER'S KEY";

    public override bool RunsSuspended => true;

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now) =>
        new() { { "ledgerKey", InForce.LedgerKey(state) }, { "voids", request.Voids } };

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (ledgerKey, voids) = Read(subject);
        return new Composition($"ledger-key:{Digest.Of(ledgerKey)}", $"ledger with {voids} void events", []);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        if (!Read(subject).LedgerKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)))
        {
            throw new TrstException(ErrorId.LedgerKeySuperseded);
        }
    }

    public override void DemandStart(Plan plan, IProjection state, DateTime ledgerTime, int voids)
    {
        if (Read(plan.Subject).Voids != voids)
        {
            throw new VoidReason("it says another number of void events than there are");
        }
    }

    public override void Make(OperationScope scope) => scope.ChangeLedgerKey();

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var made = done.Made.LedgerKey ?? throw new VoidReason("it brings no ledger key");
        if (made.PublicKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)) || !made.IsProved(done.Plan))
        {
            throw new VoidReason("the new ledger key is the old one, or does not prove itself");
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var changed = TenantRecord.Of(state) with
        {
            LedgerKey = done.Made.LedgerKey!.PublicKey,
            ReplacedLedgerKey = InForce.LedgerKey(state),
            LedgerKeyAt = done.Sequence,
            CuredAt = done.Sequence,
        };
        state.Put(changed);
        return [changed];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (ledgerKey, voids) = Read(subject);
        say("replaces", $"the ledger key with SHA-256 {Digest.Of(ledgerKey)}; whoever executes makes the new one");
        say("void events", voids == 0 ? "none" : $"{voids}: somebody who has the ledger's secret wrote what proves nothing");
    }

    private static (byte[] LedgerKey, int Voids) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a new ledger key");
        var read = (
            reader.ExactBytes("ledgerKey", Trstctl.Ledger.LedgerKey.PublicKeyLength), (int)reader.Integer("voids", 0, int.MaxValue));
        reader.End();
        return read;
    }
}
