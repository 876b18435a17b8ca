namespace Trstctl.Ceremonies.Operations;

/// <summary>Ends a suspension; of a restored store it also accepts the new ledger key, and voids what was pending.</summary>
internal sealed class ResumeOperation : CeremonyOperation
{
    public override string Name => "Resume";

    public override string Headline => "RESUME THE TENANT";

    public override bool RunsSuspended => true;

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var suspension = TenantRecord.Of(state).Suspension ?? throw new TrstException(ErrorId.TenantNotSuspended);
        return new JsonObject { { "suspension", suspension.Sequence }, { "ledgerKey", InForce.LedgerKey(state) } };
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (sequence, ledgerKey) = Read(subject);
        return new Composition($"resume:{sequence}:{Digest.Of(ledgerKey)}", $"suspension of event {sequence}", []);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (sequence, ledgerKey) = Read(subject);
        if (TenantRecord.Of(state).Suspension?.Sequence != sequence || !ledgerKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)))
        {
            throw new TrstException(ErrorId.TenantNotSuspended);
        }
    }

    /// <summary>A denial is dissent: one custodian who suspended must not be able to keep everybody out.</summary>
    public override Electorate Electorate(JsonObject subject, Roster roster) =>
        base.Electorate(subject, roster) with { HasNoVeto = _ => true };

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var tenant = TenantRecord.Of(state);
        if (tenant.Suspension is not { } ended || ended.Sequence != Read(done.Plan.Subject).Suspension)
        {
            throw new TrstException(ErrorId.FormatInvalid, "completion", "what it ends is no suspension that stands");
        }

        if (ended.IsRestored)
        {
            state.EndOthers(done.Plan, "the store was restored");
        }

        var resumed = tenant with
        {
            Suspension = null,
            ResumedBy = done.Plan.Ceremony,
            Spent = ended.IsRestored ? tenant.Spent : [.. tenant.Spent, TenantRecord.SpentEntry(ended.Epoch, ended.By)],
        };
        state.Put(resumed);
        return [resumed];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (_, ledgerKey) = Read(subject);
        if (TenantRecord.Of(state).Suspension is { } suspension)
        {
            say("suspended", $"by {suspension.By} at {UtcTime.Format(suspension.Since)}: {suspension.Reason}");
            if (suspension.IsRestored)
            {
                say("ledger key", $"NEW: {Digest.Of(ledgerKey)}; every pending ceremony becomes void");
            }
        }
    }

    private static (long Suspension, byte[] LedgerKey) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a resumption");
        var read = (reader.Integer("suspension", 0, JsonInteger.Largest), reader.ExactBytes("ledgerKey", 32));
        reader.End();
        return read;
    }
}
