namespace Trstctl.History.Events;

/// <summary>The certificate of a request came back from the CA elsewhere, in the signed statement (CMS over <c>trstctl-answer/1</c>) of
/// who brings it. Whose it is follows from its key, who issued it from the request's plan.</summary>
internal sealed record RequestAnswered(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "request.answered";

    public override string Type => TypeName;

    private protected override IReadOnlyList<string> Made => [ArtefactReader.Describe(AnswerStatement.FromSigned(Statement).Certificate)];

    internal override SeenCheckpoint Seen => AnswerStatement.FromSigned(Statement).Checkpoint;

    public static RequestAnswered Declare(Fields f, RequestAnswered? e) => new(f.Bytes("statement", e?.Statement, 512 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var said = AnswerStatement.FromSigned(Statement);
        var request = RequestOperation.Demand(said.RequestId, projection);
        var issuer = RequestOperation.IssuerOf(request, projection)!.AuthorityId;
        RequestOperation.Answer(request, said.Certificate, issuer, request.Ceremony, header.Time, projection);
    }
}
