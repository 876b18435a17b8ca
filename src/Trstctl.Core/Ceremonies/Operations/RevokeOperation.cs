namespace Trstctl.Ceremonies.Operations;

/// <summary>A CA certificate, or a cross-certificate, is revoked for good; its issuer's next CRL says so.</summary>
internal sealed class RevokeOperation : CeremonyOperation
{
    public override string Name => "Revoke";

    public override string Headline => "REVOKE A CA CERTIFICATE";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var reason = request.RevocationReason ?? throw new TrstException(ErrorId.ParameterMissing, Name, "-RevocationReason");
        var subject = new JsonObject { { "reason", reason.ToString() } };
        if (request.RevocationDate is { } date)
        {
            subject.Add(
                "date",
                date <= now
                    ? date
                    : throw new TrstException(ErrorId.SpecInvalid, "RevocationDate", "a time that has come", UtcTime.Format(date)));
        }

        if (FindCross(request.Authority, state) is { } cross)
        {
            subject.Add(
                "crossCertificate", new JsonObject { { "id", cross.CertificateId }, { "certificate", Digest.Of(cross.Certificate) } });
        }
        else
        {
            subject.Add(
                "authority", AuthorityReference.To(AuthorityReference.ResolveAny(request.Authority, "the CA to revoke", Name, state)));
        }

        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (authority, cross, reason, _) = Read(subject, state);
        return new Composition(
            $"revoke:{authority?.AuthorityId ?? cross!.CertificateId}:{reason}",
            authority is null ? $"{cross!.View.Subject}, cross-certificate" : $"{authority.Name}, generation {authority.Generation}",
            []);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (authority, cross, _, date) = Read(subject, state);
        var revocation = authority is null ? cross!.Revocation : authority.Revocation;
        if (revocation is not null)
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority?.Name ?? cross!.View.Subject, "revoked");
        }

        var view = authority?.View ?? cross!.View;
        if (date < view.NotBefore)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "RevocationDate", $"a time from {UtcTime.Format(view.NotBefore)} on", UtcTime.Format(date.Value));
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (named, cross, reason, date) = Read(done.Plan.Subject, state);
        var revocation = new Revocation(reason, date ?? done.Time, done.Plan.Ceremony);
        Document revoked = named is null
            ? cross! with { Revocation = revocation }
            : state.DemandAuthority(named.AuthorityId) with { Status = AuthorityStatus.Revoked, Revocation = revocation };
        state.Put(revoked);
        return [revoked];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (authority, cross, reason, date) = Read(subject, state);
        var view = authority?.View ?? cross!.View;
        say("subject", view.Subject);
        say("issuer", view.Issuer);
        say("serial", view.SerialHex);
        say("certificate", $"SHA-256 {view.Thumbprint256}");
        say("reason", reason.ToString());
        say("revoked from", date is null ? "the time of execution" : UtcTime.Format(date.Value));
        say("afterwards", view.IsSelfIssued
            ? "no CRL revokes a root: whoever trusts it has to remove it"
            : "everything below it is invalid once clients see its issuer's CRL; this cannot be undone");
        if (authority is { Earlier.Count: > 0 })
        {
            say("with it", $"{authority.Earlier.Count} earlier certificates of the same key");
        }
    }

    private static CrossCertificateRecord? FindCross(string? id, IProjection state) =>
        id is null ? null : state.Find<CrossCertificateRecord>(CrossCertificateRecord.KindName, id);

    private static (AuthorityRecord? Authority, CrossCertificateRecord? Cross, RevocationReason Reason, DateTime? Date) Read(
        JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a revocation");
        var reason = reader.Enum<RevocationReason>("reason");
        DateTime? date = reader.Has("date") ? reader.Time("date") : null;
        var cross = reader.Has("crossCertificate") ? Cross(reader.Reader("crossCertificate"), state) : null;
        if (cross is null)
        {
            _ = reader.Object("authority");
        }

        reader.End();
        return (cross is null ? AuthorityReference.From(subject, "authority", state) : null, cross, reason, date);
    }

    private static CrossCertificateRecord Cross(ObjectReader reader, IProjection state)
    {
        var cross = FindCross(reader.Text("id", 36), state);
        var digest = Digest.FromJson(reader, "certificate");
        reader.End();
        return cross is not null && Digest.Of(cross.Certificate) == digest
            ? cross
            : throw new TrstException(ErrorId.PlanInvalid, "?", "the cross-certificate is not the one it names");
    }
}
