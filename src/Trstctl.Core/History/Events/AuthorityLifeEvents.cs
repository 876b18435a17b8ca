namespace Trstctl.History.Events;

/// <summary>A CA that was made elsewhere is known here from now on, with its key or without.</summary>
/// <param name="Proof">The imported key's signature over <see cref="Custody.KeyPossession"/>, or null without a key.</param>
internal sealed record AuthorityImported(AuthorityRecord Authority, byte[]? Proof) : LedgerEvent
{
    public const string TypeName = "authority.imported";

    public override string Type => TypeName;

    public static AuthorityImported Read(ObjectReader reader) =>
        new(AuthorityRecord.FromJson(reader.Object("authority")), reader.OptionalBytes("proof", AuthorityRecord.MaxCertificate));

    public override void Apply(IProjection projection, EventHeader header) => projection.PutNew(Authority);

    private protected override void Write(JsonObject data)
    {
        data.Add("authority", Authority.ToJson());
        data.Add("proof", Proof);
    }
}

/// <summary>A key was made, or used, for a request that a CA elsewhere will answer.</summary>
internal sealed record AuthorityRequested(CARequestRecord Request) : LedgerEvent
{
    public const string TypeName = "authority.requested";

    public override string Type => TypeName;

    public static AuthorityRequested Read(ObjectReader reader) => new(CARequestRecord.FromJson(reader.Object("request")));

    public override void Apply(IProjection projection, EventHeader header) => projection.PutNew(Request);

    private protected override void Write(JsonObject data) => data.Add("request", Request.ToJson());
}

/// <summary>The certificate came back: the request is answered, and its authority exists.</summary>
internal sealed record AuthorityRequestCompleted(AuthorityRecord Authority) : LedgerEvent
{
    public const string TypeName = "authority.request-completed";

    public override string Type => TypeName;

    public static AuthorityRequestCompleted Read(ObjectReader reader) => new(AuthorityRecord.FromJson(reader.Object("authority")));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var request = projection.Find<CARequestRecord>(CARequestRecord.KindName, Authority.AuthorityId);
        if (request is not { IsCompleted: false })
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", "it completes a request that does not wait");
        }

        projection.Put(request with { IsCompleted = true });
        if (request.Succeeds is not null)
        {
            projection.Put(projection.DemandAuthority(request.Succeeds) with { Status = AuthorityStatus.Superseded });
        }

        projection.PutNew(Authority);
    }

    private protected override void Write(JsonObject data) => data.Add("authority", Authority.ToJson());
}

/// <summary>No new signatures over certificates; CRLs still.</summary>
internal sealed record AuthorityRetired(string AuthorityId) : LedgerEvent
{
    public const string TypeName = "authority.retired";

    public override string Type => TypeName;

    public static AuthorityRetired Read(ObjectReader reader) => new(reader.Text("authority", 36));

    // What is revoked stays revoked.
    public override void Apply(IProjection projection, EventHeader header)
    {
        var authority = projection.DemandAuthority(AuthorityId);
        projection.Put(
            authority with { Status = authority.Status == AuthorityStatus.Revoked ? AuthorityStatus.Revoked : AuthorityStatus.Retired });
    }

    private protected override void Write(JsonObject data) => data.Add("authority", AuthorityId);
}

/// <summary>A CA certificate or cross-certificate is revoked; its issuer's CRL will say so.</summary>
/// <param name="AuthorityId">The authority, or null for a cross-certificate.</param>
/// <param name="CrossCertificateId">The cross-certificate, or null.</param>
internal sealed record AuthorityRevoked(string? AuthorityId, string? CrossCertificateId, Revocation Revocation) : LedgerEvent
{
    public const string TypeName = "authority.revoked";

    public override string Type => TypeName;

    public static AuthorityRevoked Read(ObjectReader reader) => new(
        reader.OptionalText("authority", 36), reader.OptionalText("crossCertificate", 36),
        Revocation.FromJson(reader.Object("revocation")));

    public override void Apply(IProjection projection, EventHeader header)
    {
        if (AuthorityId is not null)
        {
            projection.Put(projection.DemandAuthority(AuthorityId) with { Status = AuthorityStatus.Revoked, Revocation = Revocation });
            return;
        }

        var cross = projection.Find<CrossCertificateRecord>(CrossCertificateRecord.KindName, CrossCertificateId ?? string.Empty)
            ?? throw new TrstException(ErrorId.FormatInvalid, "event", "it names a cross-certificate that does not exist");
        projection.Put(cross with { Revocation = Revocation });
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("authority", AuthorityId is null ? null : (JsonValue)AuthorityId);
        data.Add("crossCertificate", CrossCertificateId is null ? null : (JsonValue)CrossCertificateId);
        data.Add("revocation", Revocation.ToJson());
    }
}
