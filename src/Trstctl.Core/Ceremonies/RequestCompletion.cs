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
                var plan = gate.State.Ceremony(request.Ceremony).Plan;
                Suspension.DemandRunnable(gate.State.Tenant(), OperationCatalogue.Demand(plan.Operation));
                var issuer = gate.State.Authority(ImportRules.IssuerOf(view, ledger.State).AuthorityId);
                DemandActive(issuer);
                ReturnedCertificateRules.Demand(certificate, request.Spec, issuer);
                CertificateLint.Demand(certificate, LintRole.Intermediate, RequestOperation.Waived(plan), LintOrigin.Foreign);
                writer.Append(new RequestAnswered(request.RequestId, view.Der), Actors.Host, request.Ceremony);
                return writer.State.Find<AuthorityRecord>(
                    AuthorityRecord.KindName, request.SameKey ? request.Succeeds! : request.RequestId)!;
            },
            cancellation));

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
