namespace Trstctl.Ceremonies.Operations;

/// <summary>What follows from a plan's subject and nothing else; a verifier composes it again and compares.</summary>
internal sealed record Composition(string Purpose, string Title, IReadOnlyList<Artefact> Artefacts)
{
    public CustodyKind? Custody { get; init; }

    public EnforcementLevel? Level { get; init; }

    /// <summary>Refuses bytes that this version's lint objects to, before anybody consents and before they are signed.</summary>
    public void DemandClean()
    {
        foreach (var artefact in Artefacts)
        {
            artefact.DemandClean();
        }
    }
}

/// <summary>One operation that a ceremony can run, whole.</summary>
internal abstract class CeremonyOperation
{
    public abstract string Name { get; }

    /// <summary>What the plan does, in capitals, as the first words that a custodian reads.</summary>
    public abstract string Headline { get; }

    /// <summary>True where a suspended tenant may still run it (PROTOCOL section 7).</summary>
    public virtual bool RunsSuspended => false;

    /// <summary>True where those who watch sign for it.</summary>
    public virtual bool TakesWitnesses => false;

    /// <summary>Turns the request into the plan's subject: names resolved, serial and dates fixed.</summary>
    public abstract JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now);

    /// <summary>Purpose and bytes from the subject, the same at every call.</summary>
    public abstract Composition Compose(JsonObject subject, IProjection state);

    /// <summary>What must hold in the store before it can run, beyond the gate.</summary>
    public abstract void DemandPossible(JsonObject subject, IProjection state);

    /// <summary>Runs under the write lock, after the gate; returns what it made.</summary>
    public abstract IReadOnlyList<Document> Execute(OperationScope execution);

    /// <summary>The algorithms of the keys that the operation makes.</summary>
    public virtual IReadOnlyList<KeyAlgorithm> NewKeys(JsonObject subject) => [];

    /// <summary>True where it takes a key that was made elsewhere.</summary>
    public virtual bool TakesKey(JsonObject subject) => false;

    /// <summary>Ids of the existing keys that the operation opens.</summary>
    public virtual IReadOnlyList<string> Opens(JsonObject subject, IProjection state) => [];

    /// <summary>Whose approvals it needs: the roster's quorum, unless the operation asks for more.</summary>
    public virtual Electorate Electorate(JsonObject subject, Roster roster) => Trstctl.Ceremonies.Electorate.Of(roster);

    /// <summary>The roster whose custodians receive shares, or null where no key is dealt.</summary>
    public virtual Roster? DealsTo(Plan plan, Roster current) => plan.Custody == CustodyKind.Quorum ? current : null;

    /// <summary>Refuses an authority that differs from what a completed plan of this operation made.</summary>
    public virtual void DemandMade(Plan plan, AuthorityRecord authority, AuthorityRecord? issuer) => IssuedCertificateCheck.VerifyBytes(
        authority.Certificate, ArtefactReader.Certificate(plan, Artefact.MainName), authority.View.Spki, (issuer ?? authority).View.Spki);

    /// <summary>What relying parties would find before them; null where the plan makes nothing that paths lead through.</summary>
    public virtual PlannedPaths? Paths(Plan plan, IProjection state) => null;

    /// <summary>Beside the bytes to be signed: what a custodian has to read before consent.</summary>
    public virtual void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
    }
}
