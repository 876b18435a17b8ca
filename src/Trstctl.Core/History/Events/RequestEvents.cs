namespace Trstctl.History.Events;

/// <summary>The certificate of a request came back from the CA elsewhere. What follows is computed: whose it is from its key, who
/// issued it from its signature.</summary>
internal sealed record RequestAnswered(string RequestId, byte[] Certificate) : LedgerEvent
{
    public const string TypeName = "request.answered";

    public override string Type => TypeName;

    public static RequestAnswered Read(ObjectReader reader) =>
        new(reader.Text("request", 36), reader.Bytes("certificate", AuthorityRecord.MaxCertificate));

    public override void Apply(IProjection projection, EventHeader header) =>
        RequestOperation.Answer(RequestId, Certificate, header.Time, projection);

    private protected override void Write(JsonObject data)
    {
        data.Add("request", RequestId);
        data.Add("certificate", Certificate);
    }
}
