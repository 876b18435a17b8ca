namespace Trstctl.Certificates;

/// <summary>
/// Set algebra of name constraints: what two CAs allow together is permitted ∩ permitted and excluded ∪ excluded, form by
/// form. A form that both limit and that nothing is left of refuses; it never becomes "unlimited".
/// </summary>
public static class NameConstraintMath
{
    private static readonly NameForm[] Forms = [NameForm.Dns, NameForm.IP, NameForm.Email, NameForm.Uri, NameForm.DirectoryName];

    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/> where a form is left empty.</exception>
    public static NameConstraintSet Intersect(NameConstraintSet one, NameConstraintSet other)
    {
        var excluded = Widest(one.Excluded.Concat(other.Excluded));
        var permitted = Forms.SelectMany(form => Permitted(one.PermittedOf(form), other.PermittedOf(form), excluded));
        return new NameConstraintSet(permitted.ToArray(), excluded);
    }

    /// <summary>Refuses the first permitted subtree of the child that its issuer does not allow.</summary>
    /// <remarks>A form that the issuer limits and the child does not is inherited by path validation (RFC 5280 6.1.4 g).</remarks>
    public static void CheckWithin(NameConstraintSet child, NameConstraintSet issuer)
    {
        foreach (var name in child.Permitted)
        {
            var limits = issuer.PermittedOf(name.Form);
            if (limits.Count > 0 && !limits.Any(limit => limit.Contains(name)))
            {
                throw new TrstException(ErrorId.ConstraintViolation, "PermittedName", name, $"permitted names {string.Join(", ", limits)}");
            }

            var exclusion = issuer.Excluded.FirstOrDefault(limit => limit.Contains(name));
            if (exclusion is not null)
            {
                throw new TrstException(ErrorId.ConstraintViolation, "PermittedName", name, $"names, which exclude {exclusion}");
            }
        }
    }

    private static IReadOnlyList<ConstrainedName> Permitted(
        IReadOnlyList<ConstrainedName> one, IReadOnlyList<ConstrainedName> other, IReadOnlyList<ConstrainedName> excluded)
    {
        if (one.Count == 0 && other.Count == 0)
        {
            return [];
        }

        var both = one.Count == 0 ? other
            : other.Count == 0 ? one
            : one.SelectMany(name => other.Select(name.Intersect)).OfType<ConstrainedName>().ToArray();
        var left = Widest(both).Where(name => !excluded.Any(limit => limit.Contains(name))).ToArray();
        return left.Length > 0 ? left : throw new TrstException(
            ErrorId.ConstraintViolation,
            "PermittedName",
            string.Join(", ", one.Count == 0 ? other : one),
            $"names ({string.Join(", ", other.Count == 0 || one.Count == 0 ? excluded : other)}): nothing is left");
    }

    // Subtrees that lie within another one say nothing new.
    private static ConstrainedName[] Widest(IEnumerable<ConstrainedName> names)
    {
        var distinct = names.Distinct().ToArray();
        return distinct.Where(name => !distinct.Any(other => !other.Equals(name) && other.Contains(name) && !name.Contains(other))).ToArray();
    }
}
