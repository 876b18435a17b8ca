namespace Trstctl.History.Events;

internal sealed record AuthorityCreated(AuthorityRecord Authority) : LedgerEvent
{
    public const string TypeName = "authority.created";

    public override string Type => TypeName;

    public static AuthorityCreated Read(ObjectReader reader) => new(AuthorityRecord.FromJson(reader.Object("authority")));

    public override void Apply(IProjection projection, EventHeader header) => projection.PutNew(Authority);

    private protected override void Write(JsonObject data) => data.Add("authority", Authority.ToJson());
}

/// <summary>A successor took the place of a predecessor, which stays readable.</summary>
/// <param name="Succession">A Quorum predecessor's signature over <see cref="Custody.KeySuccession"/>, or null.</param>
internal sealed record AuthorityRotated(AuthorityRecord Successor, byte[]? Succession = null) : LedgerEvent
{
    public const string TypeName = "authority.rotated";

    public override string Type => TypeName;

    public static AuthorityRotated Read(ObjectReader reader) =>
        new(AuthorityRecord.FromJson(reader.Object("successor")), reader.OptionalBytes("succession", KeyAlgorithm.LargestSignature));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var predecessor = projection.Find<AuthorityRecord>(AuthorityRecord.KindName, Successor.Replaces ?? string.Empty)
            ?? throw new TrstException(ErrorId.FormatInvalid, "event", "it replaces an authority that does not exist");
        projection.Put(predecessor with { Status = AuthorityStatus.Superseded });
        projection.PutNew(Successor);
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("successor", Successor.ToJson());
        data.Add("succession", Succession);
    }
}

/// <summary>The same authority has a newer certificate of its key.</summary>
/// <param name="RequestId">The request that a CA elsewhere answered with it, or null.</param>
internal sealed record AuthorityRenewed(
    string AuthorityId, byte[] Certificate, CASpec? Spec, string? IssuerId, string? RequestId = null) : LedgerEvent
{
    public const string TypeName = "authority.renewed";

    public override string Type => TypeName;

    public static AuthorityRenewed Read(ObjectReader reader) => new(
        reader.Text("authority", 36),
        reader.Bytes("certificate", AuthorityRecord.MaxCertificate),
        reader.OptionalObject("spec") is { } spec ? CASpec.FromJson(spec) : null,
        reader.OptionalText("issuer", 36),
        reader.OptionalText("request", 36));

    public override void Apply(IProjection projection, EventHeader header)
    {
        if (RequestId is not null)
        {
            var request = projection.Find<CARequestRecord>(CARequestRecord.KindName, RequestId);
            if (request is not { IsCompleted: false, SameKey: true }
                || !string.Equals(request.Succeeds, AuthorityId, StringComparison.Ordinal))
            {
                throw new TrstException(ErrorId.FormatInvalid, "event", "it completes a request that does not wait");
            }

            projection.Put(request with { IsCompleted = true });
        }

        var authority = projection.DemandAuthority(AuthorityId);
        projection.Put(authority with
        {
            Earlier = [.. authority.Earlier, authority.Certificate],
            Certificate = Certificate,
            Spec = Spec ?? authority.Spec,
            IssuerId = IssuerId,
            Ceremony = header.Ceremony ?? string.Empty,
        });
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("authority", AuthorityId);
        data.Add("certificate", Certificate);
        data.Add("spec", Spec?.ToJson());
        data.Add("issuer", IssuerId is null ? null : (JsonValue)IssuerId);
        data.Add("request", RequestId is null ? null : (JsonValue)RequestId);
    }
}

internal sealed record AuthorityCrossSigned(CrossCertificateRecord CrossCertificate) : LedgerEvent
{
    public const string TypeName = "authority.cross-signed";

    public override string Type => TypeName;

    public static AuthorityCrossSigned Read(ObjectReader reader) =>
        new(CrossCertificateRecord.FromJson(reader.Object("crossCertificate")));

    public override void Apply(IProjection projection, EventHeader header) => projection.PutNew(CrossCertificate);

    private protected override void Write(JsonObject data) => data.Add("crossCertificate", CrossCertificate.ToJson());
}

internal static class AuthorityProjection
{
    public static AuthorityRecord DemandAuthority(this IProjection projection, string id) =>
        projection.Find<AuthorityRecord>(AuthorityRecord.KindName, id)
        ?? throw new TrstException(ErrorId.FormatInvalid, "event", "it names an authority that does not exist");

    /// <summary>Ids are never used twice: a later event cannot put another certificate in an authority's place.</summary>
    public static void PutNew(this IProjection projection, Document document)
    {
        if (projection.Find<Document>(document.Kind, document.Id) is not null)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"the {document.Kind} {document.Id} exists");
        }

        projection.Put(document);
    }
}
