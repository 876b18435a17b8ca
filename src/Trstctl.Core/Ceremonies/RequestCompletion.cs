namespace Trstctl.Ceremonies;

/// <summary>Takes the certificate that a CA elsewhere made for a request of ours, under the signature of who brings it. It needs no
/// ceremony of its own: the quorum approved the request, and the certificate may say no more than that.</summary>
public sealed class RequestCompletion(StoreConnection connection)
{
    /// <param name="certificate">DER.</param>
    /// <param name="identity">An operator or custodian of the roster in force.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <param name="again">Hears of the authority where its request was answered before.</param>
    /// <exception cref="TrstException">
    /// <see cref="ErrorId.CertificateInvalid"/>, <see cref="ErrorId.ConstraintViolation"/>, <see cref="ErrorId.LintFailed"/>, or
    /// <see cref="ErrorId.AuthorityNotFound"/> where no request is of this key.
    /// </exception>
    public AuthorityRecord Complete(
        byte[] certificate, SigningIdentity identity, CancellationToken cancellation = default, Action<AuthorityRecord>? again = null) =>
        new RefusalLog(connection).Recording(null, "CompleteRequest", Refused.RefusedType, cancellation, () =>
        {
            var (said, signer) = connection.Read(
                (work, ledger) => Compose(
                    ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, connection.LedgerTime(ledger), certificate,
                    identity),
                cancellation);
            var signed = SignedStatement.Sign(identity, ContentTypes.Answer, said.ToBytes(), said.Time);
            signer.Verify(signed, ContentTypes.Answer);
            var (answered, isFurther) = connection.Write((writer, ledger) => Append(writer, ledger, said, signed), cancellation);
            if (isFurther)
            {
                again?.Invoke(answered);
            }

            return answered;
        });

    private static (AnswerStatement Said, Principal Signer) Compose(
        VerifiedLedger ledger, IUnitOfWork work, DateTime now, byte[] certificate, SigningIdentity identity)
    {
        var gate = new Gate(ledger, work, now);
        var roster = gate.CurrentRoster();
        var signer = roster.FindByKey(identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);
        if (!signer.MayOpen)
        {
            throw new TrstException(ErrorId.RoleMissing, signer.Name, "operator");
        }

        PrincipalKeyRetirements.DemandUsable(signer, ledger.State, now);
        var view = new CertificateView(certificate);
        var request = RequestOf(view, gate.State);
        var plan = gate.State.Ceremony(request.Ceremony).Plan;
        Suspension.DemandRunnable(gate.State.Tenant(), OperationCatalogue.DemandExact(plan.Operation));
        var issuer = gate.State.Authority(ImportRules.IssuerOf(view, ledger.State).AuthorityId);
        DemandActive(issuer);
        ReturnedCertificateRules.Demand(certificate, request.Spec, issuer);
        CertificateLint.Demand(certificate, LintRole.Intermediate, RequestOperation.Waived(plan), LintOrigin.Foreign);
        var said = new AnswerStatement(
            ledger.TenantId, plan.Ceremony, plan.Digest, signer.Name, roster.Epoch, ledger.Seen, now, request.RequestId, view.Der);
        Demand(said, ledger.State);
        return (said, signer);
    }

    private static (AuthorityRecord Answered, bool IsFurther) Append(
        LedgerWriter writer, VerifiedLedger ledger, AnswerStatement said, byte[] signed)
    {
        Demand(said, ledger.State);
        var request = ledger.State.Find<CARequestRecord>(CARequestRecord.KindName, said.RequestId)!;
        writer.Append(new RequestAnswered(signed), Actors.Principal(said.Signer), said.Ceremony);
        return (RequestOperation.Owner(request, writer.State)!, request.IsCompleted);
    }

    private static void Demand(AnswerStatement said, IProjection state)
    {
        try
        {
            AnswerRules.Demand(said, state);
        }
        catch (VoidReason reason)
        {
            throw new TrstException(ErrorId.CertificateInvalid, "answer", reason.Message);
        }
    }

    // One that waits, else the newest: a renewal asks with the key of the request before it.
    private static CARequestRecord RequestOf(CertificateView view, VerifiedState state)
    {
        var found = state.Verified.All<CARequestRecord>(CARequestRecord.KindName)
            .Where(r => r.View.Spki.AsSpan().SequenceEqual(view.Spki))
            .OrderBy(r => r.IsCompleted)
            .ThenByDescending(r => r.Created)
            .FirstOrDefault()
            ?? throw new TrstException(
                ErrorId.AuthorityNotFound, $"that asked for a certificate of this key (\"{CanonicalText.Escape(view.Subject)}\")");
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
