namespace Trstctl.Certificates;

/// <summary>What a CA certificate claims for itself, to be compared with each CA above it.</summary>
internal sealed class ClaimedLimits(
    int? pathLength,
    IReadOnlyList<string> usages,
    NameConstraintSet constraints,
    IReadOnlyList<string> policies,
    IReadOnlyList<ConstrainedName> names,
    DateTime notBefore,
    DateTime notAfter)
{
    public static ClaimedLimits Of(CertificateParts child)
    {
        var policies = PolicyStatement.Of(child);
        PolicyIssuanceRules.RefuseMappings(policies, "child");
        return new ClaimedLimits(
            child.PathLength(),
            ExtendedKeyUsages.Named(child),
            NameConstraintSet.From(child),
            policies.Policies ?? [],
            CertificateNames.Of(child),
            child.NotBefore,
            child.NotAfter);
    }

    /// <param name="issuer">A CA above the child.</param>
    /// <param name="distance">1 for its own issuer.</param>
    public void CheckWithin(CertificateParts issuer, int distance)
    {
        IssuanceRules.CheckPathLength(pathLength, issuer.PathLength(), distance);
        ExtendedKeyUsages.CheckWithin(usages, ExtendedKeyUsages.Limits(issuer));
        NameConstraintMath.CheckWithin(constraints, NameConstraintSet.From(issuer));
        IssuanceRules.CheckNames(names, issuer);
        PolicyIssuanceRules.CheckWithin(policies, PolicyStatement.Of(issuer), distance);
        IssuanceRules.CheckValidity(notBefore, notAfter, issuer);
    }
}
