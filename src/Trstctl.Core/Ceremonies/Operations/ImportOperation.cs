namespace Trstctl.Ceremonies.Operations;

/// <summary>A CA that was made elsewhere becomes known here: its certificate alone, or its key too.</summary>
internal sealed class ImportOperation : CeremonyOperation
{
    public override string Name => "Import";

    public override string Headline => "IMPORT A CA THAT WAS MADE ELSEWHERE";

    /// <summary>Which certificate an approved import is about, and whether its key comes too.</summary>
    public static (byte[] Certificate, CustodyKind Custody) Of(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of an import");
        return (reader.Bytes("target", ImportRules.MaxCertificate), reader.Enum<CustodyKind>("custody"));
    }

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var certificate = request.Target ?? throw new TrstException(ErrorId.ParameterMissing, Name, "the CA's certificate");
        var view = new CertificateView(certificate);
        var subject = new JsonObject { { "target", view.Der }, { "custody", (request.Custody ?? CustodyKind.External).ToString() } };
        if (!view.IsSelfIssued)
        {
            subject.Add("issuer", AuthorityReference.To(ImportRules.IssuerOf(view, state)));
        }

        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (certificate, custody, issuer) = Read(subject, state);
        ImportRules.Demand(certificate, issuer?.Certificate);
        return new Composition(
            $"import:{Digest.Of(certificate)}:{custody.ToString().ToLowerInvariant()}", new CertificateView(certificate).Subject, [])
        {
            Custody = custody,
            Level = LevelOf(custody),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (certificate, custody, issuer) = Read(subject, state);
        var view = new CertificateView(certificate);
        AuthorityMaking.DemandNewKey(view.Spki, state);
        AuthorityMaking.DemandNewName(view.CommonName, state);
        if (issuer is null && custody == CustodyKind.Operational)
        {
            AuthorityMaking.DemandCustody(custody, CustodyKind.Quorum, "an imported root", state);
        }
    }

    public override bool TakesKey(JsonObject subject) => !string.Equals(
        new ObjectReader(subject, "subject").Text("custody"), nameof(CustodyKind.External), StringComparison.Ordinal);

    public override void Make(OperationScope scope)
    {
        var (certificate, custody, _) = Read(scope.Plan.Subject, scope.State.Verified);
        if (custody != CustodyKind.External)
        {
            scope.Seal(0, DemandKey(scope, new CertificateView(certificate)));
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (certificate, custody, issuer) = Read(done.Plan.Subject, state);
        var view = new CertificateView(certificate);
        return [state.PutNew(new AuthorityRecord
        {
            AuthorityId = done.Plan.IdOf(0),
            Name = view.CommonName,
            Status = AuthorityStatus.Active,
            Certificate = certificate,
            KeyId = done.PutKeyOf(done.Plan.IdOf(0), NewKey(done, 0), state),
            Custody = custody,
            Level = LevelOf(custody),
            IssuerId = issuer?.AuthorityId,
            IsImported = true,
            Ceremony = done.Plan.Ceremony,
            Created = done.Time,
        })];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (certificate, custody, _) = Read(subject, state);
        foreach (var line in CertificateText.Describe(certificate))
        {
            say(line.Key, line.Value);
        }

        say("certificate", $"SHA-256 {Digest.Of(certificate)}");
        foreach (var finding in CertificateLint.Check(
            certificate, new CertificateView(certificate).IsSelfIssued ? LintRole.Root : LintRole.Intermediate, LintOrigin.Foreign)
            .Where(f => f.Severity <= LintSeverity.Warning))
        {
            say(finding.Severity.ToString().ToLowerInvariant(), finding.ToString());
        }

        say("history", "not witnessed here: who used this key before, and where copies of it are, nobody here knows");
        say("key", custody == CustodyKind.External
            ? "stays where it is; this store signs nothing with it"
            : $"comes from a file, whoever has a copy of which can sign alone; kept here in {custody} custody");
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var (certificate, _, issuer) = Read(done.Plan.Subject, state);
        ImportRules.DemandSigned(certificate, issuer?.Certificate);
    }

    public override byte[] NewKey(CompletedPlan done, int number) =>
        PublicKey.Read(new CertificateView(Of(done.Plan.Subject).Certificate).Spki).Spki;

    // The level names the weakest copy that ever existed: whatever held the key before was not a quorum that we know of.
    private static EnforcementLevel LevelOf(CustodyKind custody) =>
        custody == CustodyKind.External ? EnforcementLevel.Unknown : EnforcementLevel.SignedApproval;

    private static IOpenKey DemandKey(OperationScope scope, CertificateView view)
    {
        var key = scope.ImportedKey ?? throw new TrstException(ErrorId.ParameterMissing, "Import", "the file with the CA's key");
        return PublicKey.Read(key.SubjectPublicKeyInfo).Equals(PublicKey.Read(view.Spki))
            ? key
            : throw new TrstException(
                ErrorId.ImportRefused, $"\"{view.CommonName}\"", "the private key does not belong to its certificate");
    }

    private static (byte[] Certificate, CustodyKind Custody, AuthorityRecord? Issuer) Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of an import");
        var certificate = reader.Bytes("target", ImportRules.MaxCertificate);
        var custody = reader.Enum<CustodyKind>("custody");
        var hasIssuer = reader.OptionalObject("issuer") is not null;
        reader.End();
        return (certificate, custody, hasIssuer ? AuthorityReference.From(subject, "issuer", state) : null);
    }
}
