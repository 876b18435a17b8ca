namespace Trstctl.Certificates;

/// <summary>What the signer of a cross-certificate adds; absent values add nothing.</summary>
internal sealed class CrossCertificateOptions
{
    /// <summary>0 to 32; only ever lowers the path length.</summary>
    public int? PathLength { get; init; }

    public IReadOnlyList<string> CrlUrls { get; init; } = [];

    public IReadOnlyList<string> IssuerUrls { get; init; } = [];

    /// <summary>Each <c>oid</c> or <c>oid=cps-url</c>; the target's own policies are not copied, since the signer vouches for
    /// his.</summary>
    public IReadOnlyList<string> CertificatePolicies { get; init; } = [];

    /// <summary>Within these names, beside what target and signer allow.</summary>
    internal NameConstraintSet Names { get; init; } = NameConstraintSet.None;

    /// <summary>OIDs; empty for no limit of its own.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [];

    /// <summary>Whether they say less than everything of depth, names, usages or policies.</summary>
    internal bool Narrow => PathLength is not null || !Names.IsEmpty
        || (ExtendedKeyUsages.Count > 0 && !ExtendedKeyUsages.Contains(Oids.AnyExtendedKeyUsage))
        || Policies() is { Count: > 0 } policies && policies.All(policy => policy.Oid != Oids.AnyPolicy);

    /// <summary>What a specification limits.</summary>
    internal static CrossCertificateOptions Of(CASpec? limits) => limits is null ? new() : new()
    {
        PathLength = limits.PathLength,
        Names = limits.NameConstraints,
        ExtendedKeyUsages = limits.ExtendedKeyUsages,
        CertificatePolicies = [.. limits.CertificatePolicies.Select(policy => policy.ToString())],
        CrlUrls = limits.CrlUrls,
        IssuerUrls = limits.IssuerUrls,
    };

    internal IReadOnlyList<CertificatePolicy> Policies() => CertificatePolicies
        .Select(text => CertificatePolicy.Parse("CertificatePolicy", text))
        .GroupBy(policy => policy.Oid, StringComparer.Ordinal)
        .Select(group => group.Count() == 1
            ? group.First()
            : throw new TrstException(ErrorId.SpecInvalid, "CertificatePolicy", "each policy once", group.Key))
        .OrderBy(policy => policy.Oid, StringComparer.Ordinal)
        .ToArray();

    internal static IReadOnlyList<string> Urls(string field, IReadOnlyList<string> urls) => urls
        .Select(url => SpecUrl.Parse(field, url, "http", "ldap"))
        .Distinct(StringComparer.Ordinal)
        .OrderBy(url => url, StringComparer.Ordinal)
        .ToArray();
}
