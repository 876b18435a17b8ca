namespace Trstctl.Names;

/// <summary>Set algebra of name constraints: what two CAs allow together, and whether a child says no more than its issuer. A
/// form that is limited and that nothing is left of refuses; it never becomes "unlimited".</summary>
internal static class NameConstraintMath
{
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> where a form is left empty.</exception>
    public static NameConstraintSet Intersect(NameConstraintSet one, NameConstraintSet other)
    {
        var both = NameAllowance.Everything.And(one).And(other);
        foreach (var form in both.Empty)
        {
            var first = one.PermittedOf(form).Count > 0 ? one : other;
            var rest = first == one ? other.PermittedOf(form) : [];
            throw new TrstException(
                ErrorId.ConstraintViolation,
                "PermittedName",
                string.Join(", ", first.PermittedOf(form)),
                $"names ({string.Join(", ", rest.Count > 0 ? rest : both.Excluded)}): nothing is left");
        }

        return new NameConstraintSet(both.Permitted, both.Excluded);
    }

    /// <summary>Refuses the first subtree by which a child permits a name that its issuer does not allow.</summary>
    /// <remarks>
    /// Where a child limits a form, what it permits is what its readers see: it lies within the issuer's permitted names, and
    /// what the issuer excludes of it the child excludes too. A form that the child does not limit is inherited, permitted
    /// and excluded names both (RFC 5280 6.1.4 g).
    /// </remarks>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/>.</exception>
    public static void CheckWithin(NameConstraintSet child, NameConstraintSet issuer)
    {
        foreach (var name in child.Permitted)
        {
            var limits = issuer.PermittedOf(name.Form);
            if (limits.Count > 0 && NameWitness.Outside(name, limits.Concat(child.Excluded)) is not null)
            {
                throw Violation(name, $"permitted names {string.Join(", ", limits)}");
            }

            var exclusion = issuer.Excluded.FirstOrDefault(other =>
                name.Intersect(other) is { } both && NameWitness.Outside(both, child.Excluded) is not null);
            if (exclusion is not null)
            {
                throw Violation(name, $"names, which exclude {exclusion}; exclude it too");
            }
        }

        foreach (var form in NameAllowance.Everything.And(child).Empty)
        {
            throw Violation(child.PermittedOf(form)[0], "names: its own excluded names leave nothing");
        }
    }

    private static TrstException Violation(ConstrainedName name, string limit) =>
        new(ErrorId.ConstraintViolation, "PermittedName", name, limit);
}
