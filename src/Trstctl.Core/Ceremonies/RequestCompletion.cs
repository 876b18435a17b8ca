namespace Trstctl.Ceremonies;

/// <summary>Takes the certificate that a CA elsewhere made for a request of ours, under the signature of who brings it. It needs no
/// ceremony of its own: the quorum approved the request with its issuer, and the certificate may say no more than that.</summary>
public sealed class RequestCompletion(StoreConnection connection)
{
    /// <summary>Of several certificates, the one whose key was asked for here: a file often brings its issuers' too.</summary>
    /// <param name="certificates">DER.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="TrstException">
    /// <see cref="ErrorId.AuthorityNotFound"/> where none is, <see cref="ErrorId.CertificateInvalid"/> where several are.
    /// </exception>
    public byte[] Choose(IReadOnlyList<byte[]> certificates, CancellationToken cancellation = default) => certificates.Count == 1
        ? certificates[0]
        : connection.Read(
            (_, ledger) => AnswerRules.Choose(
                certificates, (ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster)).State),
            cancellation);

    /// <param name="certificate">DER.</param>
    /// <param name="identity">An operator or custodian of the roster in force.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <param name="again">Hears of the authority where its request was answered before.</param>
    /// <exception cref="TrstException">
    /// <see cref="ErrorId.CertificateInvalid"/>, <see cref="ErrorId.ConstraintViolation"/>, <see cref="ErrorId.LintFailed"/>,
    /// <see cref="ErrorId.IssuerNotNamed"/> where the request leaves open who signs, or <see cref="ErrorId.AuthorityNotFound"/> where no
    /// request is of this key.
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
        var request = gate.State.Request(AnswerRules.Find(view, ledger.State).RequestId);
        var plan = gate.State.Ceremony(request.Ceremony).PlanDigest;
        var said = new AnswerStatement(
            ledger.TenantId, request.Ceremony, plan, signer.Name, roster.Epoch, ledger.Seen, now, request.RequestId, view.Der);
        AnswerRules.Demand(said, ledger.State);
        AnswerRules.DemandClean(request, certificate, ledger.State);
        return (said, signer);
    }

    private static (AuthorityRecord Answered, bool IsFurther) Append(
        LedgerWriter writer, VerifiedLedger ledger, AnswerStatement said, byte[] signed)
    {
        AnswerRules.Demand(said, ledger.State);
        var request = RequestOperation.Demand(said.RequestId, ledger.State);
        writer.Append(new RequestAnswered(signed), Actors.Principal(said.Signer), said.Ceremony);
        return (RequestOperation.Owner(request, writer.State)!, request.IsCompleted);
    }
}
