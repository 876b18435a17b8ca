namespace Trstctl.Ceremonies.Operations;

/// <param name="LedgerKey">Ed25519 public key, 32 bytes: the one that is replaced.</param>
/// <param name="Keys">Where the custody sealer changes: every key in Operational custody, and what becomes of it; null where it
/// stays.</param>
internal sealed record LedgerKeySubject(byte[] LedgerKey, int Voids, IReadOnlyList<OperationalKey>? Keys = null) : PlanSubject
{
    public override IReadOnlyList<string> SealsAnew => (Keys ?? []).Anew();

    public override bool MakesSealer => Keys is not null;

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static LedgerKeySubject Declare(Fields f, LedgerKeySubject? s) => new(
        f.ExactBytes("ledgerKey", s?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength), f.Number("voids", s?.Voids, 0),
        f.Has("keys", s?.Keys is not null) ? f.Objects("keys", s?.Keys, OperationalKeys.Most, OperationalKey.Declare) : null);
}

/// <summary>A new key for the ledger's checkpoints: somebody who left knows the old secret, or somebody who has it wrote what is void
/// (PROTOCOL section 5a). The executing process makes the key and seals it under a new ledger sealer; where the plan says so, it makes a
/// new custody sealer too, since who left may know that secret as well.</summary>
internal sealed class LedgerKeyOperation() : TypedOperation<LedgerKeySubject>(LedgerKeySubject.Declare)
{
    public override string Name => "LedgerKey";

    public override string Headline => "CHANGE THE LEDGER'S KEY";

    public override string Thing => "the new key of the";

    public override string Deed => "changed the key of the";

    public override bool RunsSuspended => true;

    public override bool ChangesLedgerKey => true;

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now) =>
        request.LeaveBehind.Count > 0 && !request.NewSealer
            ? throw new TrstException(
                ErrorId.ParameterForeign, nameof(request.LeaveBehind), "a new ledger key under the custody sealer in force")
            : new LedgerKeySubject(
                InForce.LedgerKey(state),
                request.Voids,
                request.NewSealer
                    ? OperationalKeys.Plan(request.Sealer == InForce.Sealer(state), request.LeaveBehind, state)
                    : null);

    protected override Composition Compose(LedgerKeySubject subject, IProjection state)
    {
        var sealer = subject.MakesSealer ? ":new-sealer" : string.Empty;
        return new Composition(
            $"ledger-key:{Digest.Of(subject.LedgerKey)}{sealer}", $"ledger with {subject.Voids} void events", []);
    }

    protected override void DemandPossible(LedgerKeySubject subject, IProjection state)
    {
        if (!subject.LedgerKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)))
        {
            throw new TrstException(ErrorId.LedgerKeySuperseded);
        }

        if (subject.Keys is { } keys && !OperationalKeys.AreAll(keys, state))
        {
            throw new TrstException(
                ErrorId.FormatInvalid, "subject of a new ledger key", "the keys in Operational custody are not those that it lists");
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

    protected override IReadOnlyList<string> Opens(LedgerKeySubject subject, IProjection state) => subject.SealsAnew;

    protected override void Make(LedgerKeySubject subject, OperationScope scope)
    {
        if (subject.Keys is { } keys)
        {
            OperationalKeys.Make(keys, scope.Renewal!.Sealer!.Identity, scope);
        }

        scope.ChangeLedgerKey();
    }

    protected override void DemandMade(LedgerKeySubject subject, CompletedPlan done, IProjection state)
    {
        var made = done.Made.LedgerKey!;
        if (made.PublicKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)) || !made.IsProved(done.Plan, InForce.LedgerKey(state)))
        {
            throw new VoidReason("the new ledger key is the old one, or does not prove itself");
        }

        if (made.Sealer is null == subject.MakesSealer)
        {
            throw new VoidReason(
                made.Sealer is null ? "it brings no custody sealer" : "it changes the custody sealer, and its plan does not");
        }

        if (made.Sealer == InForce.Sealer(state))
        {
            throw new VoidReason("the new custody sealer is the old one");
        }
    }

    protected override IReadOnlyList<Document> Apply(LedgerKeySubject subject, CompletedPlan done, IProjection state)
    {
        OperationalKeys.Apply(subject.Keys ?? [], done, state);
        var tenant = TenantRecord.Of(state);
        var changed = tenant with
        {
            LedgerKey = done.Made.LedgerKey!.PublicKey,
            ReplacedLedgerKey = InForce.LedgerKey(state),
            LedgerKeyAt = done.Sequence,
            CuredAt = done.Plan.Previous.Size - 1,
            Sealer = done.NewSealer ?? tenant.Sealer,
        };
        state.Put(changed);
        return [changed];
    }

    protected override void Describe(LedgerKeySubject subject, IProjection state, Action<string, string> say)
    {
        var (ledgerKey, voids, keys) = subject;
        say("replaces", $"the ledger key with SHA-256 {Digest.Of(ledgerKey)}; whoever executes makes the new one");
        say("void events", voids == 0 ? "none" : $"{voids}: somebody who has the ledger's secret wrote what proves nothing");
        say("custody sealer", keys is null ? "stays" : "NEW: whoever executes makes it; what was sealed under the old one opens no more");
        if (keys is not null)
        {
            OperationalKeys.Describe(keys, state, say);
        }
    }
}
