namespace Trstctl.Certificates;

/// <summary>What a certificate says about certificate policies (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14).</summary>
internal sealed class PolicyStatement
{
    private PolicyStatement(CertificateParts parts)
    {
        Policies = OidsOf(parts);
        MapsPolicies = parts.Find(Oids.PolicyMappings) is not null;
        var constraints = parts.Find(Oids.PolicyConstraints)?.Value.Expect(Der.SequenceTag);
        if (constraints is { Count: 0 })
        {
            throw constraints.Fault("the policy constraints are empty");
        }

        RequiresExplicit = SkipCerts(constraints, 0x80);
        InhibitsMapping = SkipCerts(constraints, 0x81);
        InhibitsAny = parts.Find(Oids.InhibitAnyPolicy)?.Value.SmallInteger();
    }

    /// <summary>OIDs; null where the extension is absent, which means none along a path.</summary>
    public IReadOnlyList<string>? Policies { get; }

    public bool MapsPolicies { get; }

    /// <summary>After how many certificates a policy is required; null where never.</summary>
    public int? RequiresExplicit { get; }

    public int? InhibitsMapping { get; }

    /// <summary>After how many certificates anyPolicy stands for nothing; null where never.</summary>
    public int? InhibitsAny { get; }

    public bool AssertsAny => Policies?.Contains(Oids.AnyPolicy) == true;

    public static PolicyStatement Of(CertificateParts parts) => new(parts);

    private static IReadOnlyList<string>? OidsOf(CertificateParts parts)
    {
        var value = parts.Find(Oids.CertificatePolicies)?.Value.Expect(Der.SequenceTag);
        return value is null ? null
            : value.Count > 0 ? value.Children.Select(policy => policy.Expect(Der.SequenceTag)[0].Oid()).ToArray()
            : throw value.Fault("the certificate policies are empty");
    }

    private static int? SkipCerts(DerElement? constraints, byte tag)
    {
        var node = constraints?.Children.FirstOrDefault(child => child.Tag == tag);
        return node is null ? null
            : node.Content is [< 0x80 and var count] ? count
            : throw node.Fault("a number of certificates is not within 0 to 127");
    }
}
