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

    public override IReadOnlyList<Document> Execute(OperationScope execution)
    {
        var (certificate, custody, issuer) = Read(execution.Plan.Subject, execution.State.Verified);
        var view = new CertificateView(certificate);
        var key = custody == CustodyKind.External ? null : DemandKey(execution, view);
        var id = Uuid.Version7(execution.Now);
        var authority = new AuthorityRecord
        {
            AuthorityId = id,
            Name = view.CommonName,
            Status = AuthorityStatus.Active,
            Certificate = certificate,
            KeyId = key is null ? null : execution.SealImportedKey(id, key),
            Custody = custody,
            Level = LevelOf(custody),
            IssuerId = issuer?.AuthorityId,
            IsImported = true,
            Ceremony = execution.Plan.Ceremony,
            Created = execution.Now,
        };
        execution.Append(new AuthorityImported(
            authority, key?.Sign(KeyPossession.Statement(execution.Plan.Digest, key.SubjectPublicKeyInfo))));
        return [authority];
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

    public override void DemandMade(Plan plan, AuthorityRecord authority, AuthorityRecord? issuer)
    {
        var certificate = new ObjectReader(plan.Subject, "subject").Bytes("target", ImportRules.MaxCertificate);
        if (!authority.IsImported || !authority.Certificate.AsSpan().SequenceEqual(certificate))
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the authority \"{authority.Name}\" is not the one whose import was approved");
        }

        ImportRules.DemandSigned(certificate, issuer?.Certificate);
    }

    // The level names the weakest copy that ever existed: whatever held the key before was not a quorum that we know of.
    private static EnforcementLevel LevelOf(CustodyKind custody) =>
        custody == CustodyKind.External ? EnforcementLevel.Unknown : EnforcementLevel.SignedApproval;

    private static IOpenKey DemandKey(OperationScope execution, CertificateView view)
    {
        var key = execution.ImportedKey ?? throw new TrstException(ErrorId.ParameterMissing, "Import", "the file with the CA's key");
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
