namespace Trstctl.Certificates;

/// <summary>A child asserts no policy that its issuer does not, and what an issuer demands of policies is met or refused.</summary>
internal static class PolicyIssuanceRules
{
    /// <param name="child">The child's policies; empty where it has none.</param>
    /// <param name="issuer">A CA above it.</param>
    /// <param name="distance">1 for the child's own issuer, 2 for the issuer's, and so on.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/>.</exception>
    public static void CheckWithin(IReadOnlyList<string> child, PolicyStatement issuer, int distance)
    {
        RefuseMappings(issuer, "issuer");
        if (child.Count == 0 && issuer.RequiresExplicit is not null)
        {
            throw Violation("none", "policyConstraints, which require an explicit policy");
        }

        // RFC 5280 6.1.3 d 2: anyPolicy counts while fewer than InhibitsAny certificates stand between.
        if (child.Contains(Oids.AnyPolicy) && issuer.InhibitsAny < distance)
        {
            throw Violation("anyPolicy", "inhibitAnyPolicy");
        }

        // An issuer's own anyPolicy, or none at all, limits nothing.
        var wide = issuer.Policies is null || issuer.AssertsAny ? null : child.FirstOrDefault(oid => !issuer.Policies.Contains(oid));
        if (wide is not null)
        {
            throw Violation(wide == Oids.AnyPolicy ? "anyPolicy" : wide, $"policies {string.Join(", ", issuer.Policies!)}");
        }
    }

    /// <summary>Mappings change what a policy below means; we do not follow them, so that nothing is judged by the wrong name.</summary>
    public static void RefuseMappings(PolicyStatement statement, string what)
    {
        if (statement.MapsPolicies)
        {
            throw new TrstException(ErrorId.CertificateInvalid, what, "it maps policies, which is not followed here");
        }
    }

    /// <summary>A cross-certificate would lift what the target's own certificate demands of the policies below it.</summary>
    public static void RefuseDemands(PolicyStatement target, string what)
    {
        RefuseMappings(target, what);
        var demand = target.RequiresExplicit is not null || target.InhibitsMapping is not null ? "policyConstraints"
            : target.InhibitsAny is not null ? "inhibitAnyPolicy"
            : null;
        if (demand is not null)
        {
            throw new TrstException(ErrorId.CertificateInvalid, what, $"it carries {demand}, which a cross-certificate would not repeat");
        }
    }

    private static TrstException Violation(string policy, string limit) =>
        new(ErrorId.ConstraintViolation, "CertificatePolicy", policy, limit);
}
