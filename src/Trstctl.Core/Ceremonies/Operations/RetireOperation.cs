namespace Trstctl.Ceremonies.Operations;

/// <summary>An authority signs no more certificates; its CRLs go on, and its key stays where it is.</summary>
internal sealed class RetireOperation : CeremonyOperation
{
    public override string Name => "Retire";

    public override string Headline => "RETIRE A CA";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now) =>
        new() { { "authority", AuthorityReference.To(AuthorityReference.ResolveAny(request.Authority, "the CA to retire", Name, state)) } };

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var authority = Read(subject, state);
        return new Composition($"retire:{authority.AuthorityId}", $"{authority.Name}, generation {authority.Generation}", []);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var authority = Read(subject, state);
        if (authority.Status is not (AuthorityStatus.Active or AuthorityStatus.Superseded))
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority.Name, authority.Status.ToString().ToLowerInvariant());
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var retired = state.DemandAuthority(Read(done.Plan.Subject, state).AuthorityId) with { Status = AuthorityStatus.Retired };
        state.Put(retired);
        return [retired];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var authority = Read(subject, state);
        say("subject", authority.View.Subject);
        say("valid until", UtcTime.Format(authority.View.NotAfter));
        say("afterwards", "it signs no certificate; what it signed stays valid; it cannot become active again");
    }

    private static AuthorityRecord Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a retirement");
        _ = reader.Object("authority");
        reader.End();
        return AuthorityReference.From(subject, "authority", state);
    }
}
