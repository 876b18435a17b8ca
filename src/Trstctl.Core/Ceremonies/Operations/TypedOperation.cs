namespace Trstctl.Ceremonies.Operations;

/// <summary>The same over a subject of its own type: what an operation says of itself, or what holds of most.</summary>
/// <param name="declare">The members of its subject.</param>
internal abstract class TypedOperation<TSubject>(Func<Fields, TSubject?, TSubject> declare) : CeremonyOperation
    where TSubject : PlanSubject
{
    public sealed override PlanSubject Read(JsonObject subject) => Fields.Read(subject, $"subject of {Name}", declare);

    public sealed override bool HasOwnClock(PlanSubject subject) => HasOwnClock((TSubject)subject);

    public sealed override Composition Compose(PlanSubject subject, IProjection state) => Compose((TSubject)subject, state);

    public sealed override void DemandPossible(PlanSubject subject, IProjection state) => DemandPossible((TSubject)subject, state);

    public sealed override void DemandStart(Plan plan, IProjection state, DateTime ledgerTime, int voids) =>
        DemandStart((TSubject)plan.Subject, plan, state, ledgerTime, voids);

    public sealed override void Make(OperationScope scope) => Make((TSubject)scope.Plan.Subject, scope);

    public sealed override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state) =>
        Apply((TSubject)done.Plan.Subject, done, state);

    public sealed override IReadOnlyList<KeyAlgorithm> NewKeys(PlanSubject subject) => NewKeys((TSubject)subject);

    public sealed override bool TakesKey(PlanSubject subject) => TakesKey((TSubject)subject);

    public sealed override IReadOnlyList<string> Opens(PlanSubject subject, IProjection state) => Opens((TSubject)subject, state);

    public sealed override Electorate Electorate(PlanSubject subject, Roster roster) => Electorate((TSubject)subject, roster);

    public sealed override Roster? DealsTo(Plan plan, Roster current) => DealsTo((TSubject)plan.Subject, plan, current);

    public sealed override void DemandMade(CompletedPlan done, IProjection state) =>
        DemandMade((TSubject)done.Plan.Subject, done, state);

    public sealed override byte[] NewKey(CompletedPlan done, int number) => NewKey((TSubject)done.Plan.Subject, done, number);

    public sealed override PlannedPaths? Paths(Plan plan, IProjection state) => Paths((TSubject)plan.Subject, plan, state);

    public sealed override void Describe(PlanSubject subject, IProjection state, Action<string, string> say) =>
        Describe((TSubject)subject, state, say);

    protected virtual bool HasOwnClock(TSubject subject) => false;

    protected abstract Composition Compose(TSubject subject, IProjection state);

    protected abstract void DemandPossible(TSubject subject, IProjection state);

    // What is not possible when its plan is made would come into being after everybody's consent.
    protected virtual void DemandStart(TSubject subject, Plan plan, IProjection state, DateTime ledgerTime, int voids) =>
        DemandPossible(subject, state);

    protected virtual void Make(TSubject subject, OperationScope scope)
    {
    }

    protected abstract IReadOnlyList<Document> Apply(TSubject subject, CompletedPlan done, IProjection state);

    protected virtual IReadOnlyList<KeyAlgorithm> NewKeys(TSubject subject) => [];

    protected virtual bool TakesKey(TSubject subject) => false;

    protected virtual IReadOnlyList<string> Opens(TSubject subject, IProjection state) => [];

    protected virtual Electorate Electorate(TSubject subject, Roster roster) => Trstctl.Ceremonies.Electorate.Of(roster);

    protected virtual Roster? DealsTo(TSubject subject, Plan plan, Roster current) =>
        plan.Custody == CustodyKind.Quorum ? current : null;

    protected virtual void DemandMade(TSubject subject, CompletedPlan done, IProjection state)
    {
    }

    protected virtual byte[] NewKey(TSubject subject, CompletedPlan done, int number) => done.SpkiOf(number);

    protected virtual PlannedPaths? Paths(TSubject subject, Plan plan, IProjection state) => null;

    protected virtual void Describe(TSubject subject, IProjection state, Action<string, string> say)
    {
    }
}
