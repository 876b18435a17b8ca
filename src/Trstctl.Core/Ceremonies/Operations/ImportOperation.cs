namespace Trstctl.Ceremonies.Operations;

/// <param name="Target">DER of its certificate.</param>
/// <param name="Custody">External where only the certificate comes.</param>
/// <param name="Issuer">Null of a root.</param>
internal sealed record ImportSubject(byte[] Target, CustodyKind Custody, NamedAuthority? Issuer) : PlanSubject
{
    public CertificateView View => new(Target);

    // The level names the weakest copy that ever existed: whatever held the key before was not a quorum that we know of.
    public EnforcementLevel Level => Custody == CustodyKind.External ? EnforcementLevel.Unknown : EnforcementLevel.SignedApproval;

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static ImportSubject Declare(Fields f, ImportSubject? s) => new(
        f.Bytes("target", s?.Target, ImportRules.MaxCertificate), f.Enum("custody", s?.Custody),
        f.OptionalObject("issuer", s?.Issuer, NamedAuthority.Declare));
}

/// <summary>A CA that was made elsewhere becomes known here: its certificate alone, or its key too.</summary>
internal sealed class ImportOperation() : TypedOperation<ImportSubject>(ImportSubject.Declare)
{
    public override string Name => "Import";

    public override string Headline => "IMPORT A CA THAT WAS MADE ELSEWHERE";

    public override string Thing => "the import of";

    public override string Deed => "imported";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var view = new CertificateView(
            request.Target ?? throw new TrstException(ErrorId.ParameterMissing, Name, "the CA's certificate"));
        return new ImportSubject(
            view.Der, request.Custody ?? CustodyKind.External,
            view.IsSelfIssued ? null : NamedAuthority.Of(ImportRules.IssuerOf(view, state)));
    }

    protected override Composition Compose(ImportSubject subject, IProjection state)
    {
        ImportRules.Demand(subject.Target, subject.Issuer?.In(state).Certificate);
        if (TakesKey(subject))
        {
            ImportRules.DemandKept(subject.View);
        }

        return new Composition(
            $"import:{Digest.Of(subject.Target)}:{AsciiFold.Word(subject.Custody)}", subject.View.Subject, [])
        {
            Custody = subject.Custody,
            Level = subject.Level,
        };
    }

    protected override void DemandPossible(ImportSubject subject, IProjection state)
    {
        ImportedGenerations.DemandPossible(subject, state);
        if (subject.Issuer is { } issuer)
        {
            ImportRules.DemandNewSerial(subject.View, issuer.In(state), state);
        }
        else
        {
            AuthorityMaking.DemandCustody(subject.Custody, CustodyKind.Quorum, "an imported root", state);
        }
    }

    protected override bool TakesKey(ImportSubject subject) => subject.Custody != CustodyKind.External;

    protected override void Make(ImportSubject subject, OperationScope scope)
    {
        if (TakesKey(subject))
        {
            scope.Seal(0, DemandKey(scope, subject.View));
        }
    }

    protected override IReadOnlyList<Document> Apply(ImportSubject subject, CompletedPlan done, IProjection state)
    {
        if (ImportedGenerations.Owner(subject.View, state) is { } owner)
        {
            return [ImportedGenerations.Add(owner, subject, done.Plan.Ceremony, state)];
        }

        var imported = new AuthorityRecord
        {
            AuthorityId = done.Plan.IdOf(0),
            Name = subject.View.CommonName,
            Status = AuthorityStatus.Active,
            Certificate = subject.Target,
            KeyId = done.PutKeyOf(done.Plan.IdOf(0), NewKey(subject, done, 0), state),
            Custody = subject.Custody,
            Level = subject.Level,
            IssuerId = subject.Issuer?.Id,
            IsImported = true,
            Ceremony = done.Plan.Ceremony,
            Created = done.Time,
        };
        return [state.PutNew(ImportedGenerations.Place(imported, state))];
    }

    protected override void Describe(ImportSubject subject, IProjection state, Action<string, string> say)
    {
        AuthorityMaking.SayName(DistinguishedName.FromDer(subject.View.SubjectDer), state, say);
        ImportedGenerations.Describe(subject, state, say);
        ImportRules.Describe(subject.Target, subject.View.IsSelfIssued ? LintRole.Root : LintRole.Intermediate, say);
        say("history", "not witnessed here: who used this key before, and where copies of it are, nobody here knows");
        say("key", subject.Custody == CustodyKind.External
            ? "stays where it is; this store signs nothing with it"
            : $"comes from a file, whoever has a copy of which can sign alone; kept here in {subject.Custody} custody");
    }

    protected override void DemandMade(ImportSubject subject, CompletedPlan done, IProjection state) =>
        ImportRules.DemandSigned(subject.Target, subject.Issuer?.In(state).Certificate);

    protected override byte[] NewKey(ImportSubject subject, CompletedPlan done, int number) => PublicKey.Read(subject.View.Spki).Spki;

    private static IOpenKey DemandKey(OperationScope scope, CertificateView view)
    {
        var key = scope.ImportedKey ?? throw new TrstException(ErrorId.ParameterMissing, "Import", "the file with the CA's key");
        return PublicKey.Read(key.SubjectPublicKeyInfo).Equals(PublicKey.Read(view.Spki))
            ? key
            : throw new TrstException(
                ErrorId.ImportRefused, $"\"{view.CommonName}\"", "the private key does not belong to its certificate");
    }
}
