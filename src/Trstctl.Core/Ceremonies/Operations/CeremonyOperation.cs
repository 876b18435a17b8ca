namespace Trstctl.Ceremonies.Operations;

/// <summary>What follows from a plan's subject and nothing else; a verifier composes it again and compares.</summary>
internal sealed record Composition(string Purpose, string Title, IReadOnlyList<Artefact> Artefacts)
{
    public CustodyKind? Custody { get; init; }

    public EnforcementLevel? Level { get; init; }

    /// <summary>The number of the replay's rules that hold once it ran.</summary>
    public int Rules { get; init; } = ReplayRules.Newest;

    /// <summary>Refuses what this version's lint objects to or does not understand, before anybody signs.</summary>
    public void DemandClean()
    {
        ReplayRules.DemandKnown(Rules);
        foreach (var artefact in Artefacts)
        {
            artefact.DemandClean();
        }
    }
}

/// <summary>What a plan is about, as its operation reads it: once for a plan.</summary>
internal abstract record PlanSubject
{
    /// <summary>The plan's member <c>subject</c>.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Ids of keys that there are, each of which the completion seals again, in this order.</summary>
    public virtual IReadOnlyList<string> SealsAnew => [];

    /// <summary>Ids of keys that it opens from the dealing before their newest.</summary>
    public virtual IReadOnlyList<string> OpensBefore => [];

    /// <summary>Names that no CA may have yet: of two plans for one, the first to run is the only one.</summary>
    public virtual IReadOnlyList<DistinguishedName> NewNames => [];

    /// <summary>The roster that it brings into force; null where it stays.</summary>
    public virtual Roster? NextRoster => null;

    /// <summary>The custody sealer that the completion seals under; null where it is the one in force, or made at
    /// execution.</summary>
    public virtual Digest? NewSealer => null;

    /// <summary>True where whoever executes makes that sealer, and the completion brings its identity.</summary>
    public virtual bool MakesSealer => false;
}

/// <summary>One operation that a ceremony can run, whole, as those see it who know none by name.</summary>
internal abstract class CeremonyOperation
{
    public abstract string Name { get; }

    /// <summary>What the plan does, in capitals, as the first words that a custodian reads.</summary>
    public abstract string Headline { get; }

    /// <summary>The same of one plan, where an operation does two things.</summary>
    public virtual string HeadlineOf(PlanSubject subject) => Headline;

    /// <summary>What it is about, with the plan's title after it: <c>the root</c>.</summary>
    public abstract string Thing { get; }

    /// <summary>What its completion did, with the plan's title after it: <c>made the root</c>.</summary>
    public abstract string Deed { get; }

    /// <summary>True where a suspended tenant may still run it (PROTOCOL section 7).</summary>
    public virtual bool RunsSuspended => false;

    /// <summary>True where those who watch sign for it.</summary>
    public virtual bool TakesWitnesses => false;

    /// <summary><see cref="HasOwnClock"/> before there is a subject.</summary>
    public virtual bool StartsByHostClock(IProjection state) => false;

    /// <summary>Turns the request into the plan's subject: names resolved, serial and dates fixed.</summary>
    public abstract PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now);

    public abstract PlanSubject Read(JsonObject subject);

    /// <summary>True where its events are judged by their statements' own times, whatever the ledger's time is.</summary>
    public abstract bool HasOwnClock(PlanSubject subject);

    /// <summary>Purpose and bytes from the subject, the same at every call.</summary>
    public abstract Composition Compose(PlanSubject subject, IProjection state);

    /// <summary>What must hold in the store before it can run, beyond the gate.</summary>
    public abstract void DemandPossible(PlanSubject subject, IProjection state);

    /// <summary>What must hold when its plan enters the ledger, for good.</summary>
    /// <param name="voids">How many events before its checkpoint are void: one more can come while its opener's card is asked.</param>
    /// <param name="ledgerTime">The ledger's time, or that at its checkpoint where it was earlier: nobody chooses one from before his own
    /// date.</param>
    public abstract void DemandStart(Plan plan, IProjection state, DateTime ledgerTime, int voids);

    /// <summary>Runs under the write lock, after the gate, and uses keys: what it makes goes into the completion.</summary>
    public abstract void Make(OperationScope scope);

    /// <summary>What follows from plan and completion, for the process that executes and for everyone who replays: no key, no clock,
    /// nothing but the state. It touches what the plan names and what is new.</summary>
    /// <returns>What was made or changed, of which the cmdlet tells.</returns>
    public abstract IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state);

    /// <summary>The algorithms of the keys that the operation makes.</summary>
    public abstract IReadOnlyList<KeyAlgorithm> NewKeys(PlanSubject subject);

    /// <summary>True where it takes a key that was made elsewhere.</summary>
    public abstract bool TakesKey(PlanSubject subject);

    /// <summary>False where an expired certificate counts as well: else no roster could be mended once its certificates expired.</summary>
    public virtual bool BarsExpiredKeys => true;

    /// <summary>True where it runs in a restored store that the quorum has not resumed yet.</summary>
    public virtual bool RunsRestored => false;

    /// <summary>True where it makes a new key for the ledger.</summary>
    public virtual bool ChangesLedgerKey => false;

    /// <summary>Ids of the existing keys that the operation opens.</summary>
    public abstract IReadOnlyList<string> Opens(PlanSubject subject, IProjection state);

    /// <summary>Of these the keys that sign nothing of what it makes: that they opened is its executor's word alone.</summary>
    public virtual IReadOnlyList<string> OpensUnproved(PlanSubject subject, IProjection state) => [];

    /// <summary>Whose approvals it needs: the roster's quorum, unless the operation asks for more.</summary>
    public abstract Electorate Electorate(PlanSubject subject, Roster roster);

    /// <summary>The roster whose custodians receive shares, or null where no key is dealt.</summary>
    public abstract Roster? DealsTo(Plan plan, Roster current);

    /// <summary>Refuses artefacts that are not the approved bytes, or that the right key did not sign. No lint: this is judged of the
    /// past, too.</summary>
    public abstract void DemandMade(CompletedPlan done, IProjection state);

    /// <summary>DER SubjectPublicKeyInfo of the new key with this number, canonical.</summary>
    public abstract byte[] NewKey(CompletedPlan done, int number);

    /// <summary>What relying parties would find before them; null where the plan makes nothing that paths lead through.</summary>
    public abstract PlannedPaths? Paths(Plan plan, IProjection state);

    /// <summary>Beside the bytes to be signed: what a custodian has to read before consent.</summary>
    public abstract void Describe(PlanSubject subject, IProjection state, Action<string, string> say);
}
