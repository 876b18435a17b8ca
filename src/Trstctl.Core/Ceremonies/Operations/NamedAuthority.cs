namespace Trstctl.Ceremonies.Operations;

/// <summary>How a plan names an authority: id, name and the digest of its certificate.</summary>
internal sealed record NamedAuthority(string Id, string Name, Digest Certificate)
{
    public static NamedAuthority Of(AuthorityRecord authority) =>
        new(authority.AuthorityId, authority.Name, Digest.Of(authority.Certificate));

    public static NamedAuthority Declare(Fields f, NamedAuthority? a) =>
        new(f.Text("id", a?.Id, 36), f.Text("name", a?.Name, 1024), f.Digest("certificate", a?.Certificate));

    /// <summary>The authority with the certificate that was named: since then it may have been renewed, and what was planned over the
    /// earlier certificate stays what it was.</summary>
    public AuthorityRecord In(IProjection state)
    {
        var authority = state.Find<AuthorityRecord>(AuthorityRecord.KindName, Id)
            ?? throw new TrstException(ErrorId.AuthorityNotFound, $"\"{CanonicalText.Escape(Name)}\"");
        return string.Equals(authority.Name, Name, StringComparison.Ordinal)
            && authority.Certificates.LastOrDefault(der => Digest.Of(der) == Certificate) is { } named
            ? ReferenceEquals(named, authority.Certificate) ? authority : authority with { Certificate = named }
            : throw new TrstException(ErrorId.PlanInvalid, "?", $"the authority {CanonicalText.Escape(Name)} is not the one it names");
    }

    /// <summary>The same as it stands now, whatever certificate of it was named.</summary>
    public AuthorityRecord Now(IProjection state) => state.DemandAuthority(Id);
}
