namespace Trstctl.Ceremonies.Operations;

/// <summary>Of an authority, or of a cross-certificate.</summary>
/// <param name="Date">UTC; null for the time of execution.</param>
internal sealed record RevokeSubject(NamedAuthority? Authority, NamedCross? Cross, RevocationReason Reason, DateTime? Date) : PlanSubject
{
    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static RevokeSubject Declare(Fields f, RevokeSubject? s)
    {
        var cross = f.OptionalObject("crossCertificate", s?.Cross, NamedCross.Declare);
        return new(
            cross is null ? f.Object("authority", s?.Authority, NamedAuthority.Declare) : null, cross, f.Enum("reason", s?.Reason),
            f.OptionalTime("date", s?.Date));
    }
}

internal sealed record NamedCross(string Id, Digest Certificate)
{
    public static NamedCross Declare(Fields f, NamedCross? c) => new(f.Text("id", c?.Id, 36), f.Digest("certificate", c?.Certificate));

    public static CrossCertificateRecord? Find(string? id, IProjection state) =>
        id is null ? null : state.Find<CrossCertificateRecord>(CrossCertificateRecord.KindName, id);

    public CrossCertificateRecord In(IProjection state) => Find(Id, state) is { } cross && Digest.Of(cross.Certificate) == Certificate
        ? cross
        : throw new TrstException(ErrorId.PlanInvalid, "?", "the cross-certificate is not the one it names");
}

/// <summary>A CA certificate, or a cross-certificate, is revoked for good; its issuer's next CRL says so.</summary>
internal sealed class RevokeOperation() : TypedOperation<RevokeSubject>(RevokeSubject.Declare)
{
    public override string Name => "Revoke";

    public override string Headline => "REVOKE A CA CERTIFICATE";

    public override string Thing => "the revocation of";

    public override string Deed => "revoked";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var reason = request.RevocationReason ?? throw new TrstException(ErrorId.ParameterMissing, Name, "-RevocationReason");
        if (request.RevocationDate > now)
        {
            throw new TrstException(
                ErrorId.InvalidArgument, "RevocationDate", "a time that has come", UtcTime.Format(request.RevocationDate.Value));
        }

        return NamedCross.Find(request.Authority, state) is { } cross
            ? new RevokeSubject(
                null, new NamedCross(cross.CertificateId, Digest.Of(cross.Certificate)), reason, request.RevocationDate)
            : new RevokeSubject(
                NamedAuthority.Of(AuthorityReference.ResolveAny(request.Authority, "the CA to revoke", Name, state)), null, reason,
                request.RevocationDate);
    }

    protected override Composition Compose(RevokeSubject subject, IProjection state)
    {
        var (authority, cross) = (subject.Authority?.In(state), subject.Cross?.In(state));
        return new Composition(
            $"revoke:{authority?.AuthorityId ?? cross!.CertificateId}:{subject.Reason}",
            authority is null ? $"{cross!.View.Subject}, cross-certificate" : $"{authority.Name}, generation {authority.Generation}",
            []);
    }

    protected override void DemandPossible(RevokeSubject subject, IProjection state)
    {
        var (authority, cross) = (subject.Authority?.In(state), subject.Cross?.In(state));
        var revocation = authority is null ? cross!.Revocation : authority.Revocation;
        if (revocation is not null)
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority?.Name ?? cross!.View.Subject, "revoked");
        }

        var view = authority?.View ?? cross!.View;
        if (subject.Date < view.NotBefore)
        {
            throw new TrstException(
                ErrorId.InvalidArgument, "RevocationDate", $"a time from {UtcTime.Format(view.NotBefore)} on",
                UtcTime.Format(subject.Date.Value));
        }
    }

    protected override IReadOnlyList<Document> Apply(RevokeSubject subject, CompletedPlan done, IProjection state)
    {
        var revocation = new Revocation(subject.Reason, subject.Date ?? done.Time, done.Plan.Ceremony);
        Document revoked = subject.Cross is { } cross
            ? cross.In(state) with { Revocation = revocation }
            : subject.Authority!.Now(state) with { Status = AuthorityStatus.Revoked, Revocation = revocation };
        state.Put(revoked);
        return [revoked];
    }

    protected override void Describe(RevokeSubject subject, IProjection state, Action<string, string> say)
    {
        var (authority, cross) = (subject.Authority?.In(state), subject.Cross?.In(state));
        var view = authority?.View ?? cross!.View;
        say("subject", view.Subject);
        say("issuer", view.Issuer);
        say("serial", view.SerialHex);
        say("certificate", $"SHA-256 {view.Thumbprint256}");
        say("reason", subject.Reason.ToString());
        say("revoked from", subject.Date is { } date ? UtcTime.Format(date) : "the time of execution");
        say("afterwards", view.IsSelfIssued
            ? "no CRL revokes a root: whoever trusts it has to remove it"
            : "everything below it is invalid once clients see its issuer's CRL; this cannot be undone");
        if (authority is { Earlier.Count: > 0 })
        {
            say("with it", $"{authority.Earlier.Count} earlier certificates of the same key");
        }
    }
}
