using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.Ledger.Events;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>A new key and certificate under the same name; the predecessor is superseded and stays readable.</summary>
internal sealed class RotationOperation : CeremonyOperation
{
    public override string Name => "Rotation";

    public override string Headline => "ROTATE A CA TO A NEW KEY";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var authority = AuthorityReference.Resolve(request.Authority, "the CA to rotate", Name, state);
        var subject = new JsonObject { { "authority", AuthorityReference.To(authority) } };
        if (authority.IssuerId is not null)
        {
            subject.Add("issuer", AuthorityReference.To(ActiveIssuer(authority, state)));
        }

        CertificateSubject.Write(subject, request.Spec ?? authority.Spec, now);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, authority, issuer) = Read(subject, state);
        if (!string.Equals(planned.Spec.Subject, authority.Spec.Subject, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", $"the rotated CA's \"{authority.Spec.Subject}\"", planned.Spec.Subject);
        }

        if (issuer is not null)
        {
            IssuanceRules.CheckChild(planned.Spec, issuer.Certificate, planned.NotBefore, planned.NotAfter);
        }

        var template = issuer is null
            ? TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter)
            : TemplateBuilder.Intermediate(planned.Spec, issuer.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter);
        return new Composition(
            $"rotation:{authority.AuthorityId}:{planned.SpecDigest}",
            planned.Spec.Subject,
            [CertificateSubject.Certificate(template, Role(issuer))])
        {
            Custody = CustodyOf(planned, authority),
            Level = EnforcementLevels.Of(CustodyOf(planned, authority)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, authority, issuer) = Read(subject, state);
        AuthorityReference.DemandActive(authority);
        NewAuthorities.DemandCustody(CustodyOf(planned, authority), authority.Custody, "the successor of a Quorum authority", state);
        if (issuer is not null)
        {
            AuthorityReference.DemandActive(issuer);
        }
    }

    public override KeyAlgorithm? NewKey(JsonObject subject) => CertificateSubject.Read(new ObjectReader(subject, "subject")).Spec.KeyAlgorithm;

    /// <summary>The issuer's key, and a Quorum authority's own: its quorum is present when it is superseded.</summary>
    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state)
    {
        var (_, authority, issuer) = Read(subject, state);
        return new[] { issuer?.KeyId, authority.Custody == CustodyKind.Quorum ? authority.KeyId : null }.OfType<string>().ToArray();
    }

    public override IReadOnlyList<Document> Execute(Execution execution)
    {
        var (planned, named, issuerNamed) = Read(execution.Plan.Subject, execution.State.Verified);
        var replaced = execution.State.Authority(named.AuthorityId);
        var issuer = issuerNamed is null ? null : execution.State.Authority(issuerNamed.AuthorityId);
        var certificate = issuer is null
            ? execution.SelfSign()
            : execution.SignWith(issuer, execution.NewKey.SubjectPublicKeyInfo, LintRole.Intermediate);
        var successor = NewAuthorities.Record(execution, planned.Spec, certificate, issuer?.AuthorityId, replaced);
        execution.Append(new AuthorityRotated(successor, Succession(execution, replaced)));
        return [successor];
    }

    // The old key says itself who follows it; an operational one would prove no more than the plan does.
    private static byte[]? Succession(Execution execution, AuthorityRecord replaced)
    {
        if (replaced.Custody != CustodyKind.Quorum)
        {
            return null;
        }

        using var key = execution.Open(replaced);
        return key.Sign(KeySuccession.Statement(execution.Plan.Digest, execution.NewKey.SubjectPublicKeyInfo));
    }

    // A successor is held as its predecessor was, unless its own specification says otherwise.
    private static CustodyKind CustodyOf(CertificateSubject planned, AuthorityRecord authority) => planned.Spec.Custody ?? authority.Custody;

    private static LintRole Role(AuthorityRecord? issuer) => issuer is null ? LintRole.Root : LintRole.Intermediate;

    // The issuer may itself have been rotated since: its active generation signs.
    private static AuthorityRecord ActiveIssuer(AuthorityRecord authority, IProjection state)
    {
        var issuer = state.Find<AuthorityRecord>(AuthorityRecord.KindName, authority.IssuerId!)!;
        return issuer.Status == AuthorityStatus.Active ? issuer : AuthorityReference.Resolve(issuer.Name, "Issuer", "Rotation", state);
    }

    private static (CertificateSubject Planned, AuthorityRecord Authority, AuthorityRecord? Issuer) Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a rotation");
        var planned = CertificateSubject.Read(reader);
        _ = reader.Object("authority");
        var hasIssuer = reader.OptionalObject("issuer") is not null;
        reader.End();
        return (planned,
            AuthorityReference.From(subject, "authority", state),
            hasIssuer ? AuthorityReference.From(subject, "issuer", state) : null);
    }
}
