namespace Trstctl.Certificates;

/// <summary>What a certificate says about certificate policies (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14).</summary>
internal sealed class PolicyStatement
{
    private PolicyStatement(CertificateParts parts)
    {
        Policies = OidsOf(parts);
        Mappings = MappingsOf(parts);
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

    /// <summary>What a policy of the issuer's is called below it; null where the extension is absent.</summary>
    public IReadOnlyList<(string Issuers, string Subjects)>? Mappings { get; }

    public bool MapsPolicies => Mappings is not null;

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

    // RFC 5280 6.1.4 a: no mapping is from or to anyPolicy.
    private static IReadOnlyList<(string Issuers, string Subjects)>? MappingsOf(CertificateParts parts)
    {
        var value = parts.Find(Oids.PolicyMappings)?.Value.Expect(Der.SequenceTag);
        var mappings = value?.Children
            .Select(node => (Issuers: node.Expect(Der.SequenceTag)[0].Oid(), Subjects: node[1].Oid()))
            .ToArray();
        return mappings is null ? null
            : mappings.Length == 0 ? throw value!.Fault("the policy mappings are empty")
            : mappings.Any(m => m.Issuers == Oids.AnyPolicy || m.Subjects == Oids.AnyPolicy)
                ? throw value!.Fault("a policy mapping names anyPolicy")
            : mappings;
    }

    private static int? SkipCerts(DerElement? constraints, byte tag)
    {
        var node = constraints?.Children.FirstOrDefault(child => child.Tag == tag);
        return node is null ? null
            : node.Content is [< 0x80 and var count] ? count
            : throw node.Fault("a number of certificates is not within 0 to 127");
    }
}
