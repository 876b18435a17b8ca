namespace Trstctl.Ceremonies;

/// <summary>Takes the certificate that a CA elsewhere made for a request of ours. It needs no ceremony of its own: the quorum
/// approved the request, and the certificate may say no more than that.</summary>
public sealed class RequestCompletion(StoreConnection connection)
{
    /// <param name="certificate">DER.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="TrstException">
    /// <see cref="ErrorId.CertificateInvalid"/>, <see cref="ErrorId.ConstraintViolation"/>, <see cref="ErrorId.LintFailed"/>, or
    /// <see cref="ErrorId.AuthorityNotFound"/> where no request waits for this key.
    /// </exception>
    public AuthorityRecord Complete(byte[] certificate, CancellationToken cancellation = default) => new RefusalLog(connection).Recording(
        null, "CompleteRequest", Refused.RefusedType, cancellation, () => connection.Write(
            (writer, ledger) =>
            {
                var gate = new Gate(ledger, writer.Work, writer.Now);
                var view = new CertificateView(certificate);
                var request = Waiting(view, gate.State);
                var made = gate.DemandCompleted(request.Ceremony);
                Suspension.DemandRunnable(gate, made.Operation);
                Provenance.Demand(gate, request);
                var issuer = gate.State.Authority(ImportRules.IssuerOf(view, ledger.State).AuthorityId);
                DemandActive(issuer);
                Provenance.Demand(gate, issuer);
                ReturnedCertificateRules.Demand(certificate, request.Spec, issuer);
                CertificateLint.Demand(certificate, LintRole.Intermediate, RequestOperation.Waived(made.Plan), LintOrigin.Foreign);
                return request.SameKey
                    ? Renew(writer, request, view.Der, issuer)
                    : Create(writer, request, view.Der, issuer, request.Succeeds is null ? null : gate.State.Authority(request.Succeeds));
            },
            cancellation));

    private static AuthorityRecord Create(
        LedgerWriter writer, CARequestRecord request, byte[] certificate, AuthorityRecord issuer, AuthorityRecord? replaced)
    {
        var authority = new AuthorityRecord
        {
            AuthorityId = request.RequestId,
            Name = request.Name,
            Generation = (replaced?.Generation ?? 0) + 1,
            Status = AuthorityStatus.Active,
            Spec = request.Spec,
            Certificate = certificate,
            KeyId = request.KeyId,
            Custody = request.Custody,
            Level = request.Level,
            IssuerId = issuer.AuthorityId,
            Replaces = replaced?.AuthorityId,
            Ceremony = request.Ceremony,
            Created = writer.Now,
        };
        writer.Append(new AuthorityRequestCompleted(authority), Actors.Host, request.Ceremony);
        return authority;
    }

    private static AuthorityRecord Renew(LedgerWriter writer, CARequestRecord request, byte[] certificate, AuthorityRecord issuer)
    {
        writer.Append(
            new AuthorityRenewed(request.Succeeds!, certificate, request.Spec, issuer.AuthorityId, request.RequestId), Actors.Host,
            request.Ceremony);
        return writer.State.Find<AuthorityRecord>(AuthorityRecord.KindName, request.Succeeds!)!;
    }

    private static CARequestRecord Waiting(CertificateView view, VerifiedState state)
    {
        var found = state.Verified.All<CARequestRecord>(CARequestRecord.KindName)
            .FirstOrDefault(r => !r.IsCompleted && r.View.Spki.AsSpan().SequenceEqual(view.Spki))
            ?? throw new TrstException(
                ErrorId.AuthorityNotFound, $"that waits for a certificate of this key (\"{CanonicalText.Escape(view.Subject)}\")");
        return state.Request(found.RequestId);
    }

    private static void DemandActive(AuthorityRecord issuer)
    {
        if (issuer.Status is not (AuthorityStatus.Active or AuthorityStatus.Superseded))
        {
            throw new TrstException(ErrorId.AuthorityNotActive, issuer.Name, issuer.Status.ToString().ToLowerInvariant());
        }
    }
}
