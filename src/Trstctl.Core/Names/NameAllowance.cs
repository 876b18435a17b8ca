namespace Trstctl.Names;

/// <summary>What several CAs allow together (RFC 5280 6.1.4 g): permitted subtrees intersect, excluded ones add up, form by form.
/// A form that was once limited stays so, even where nothing is left of it.</summary>
internal sealed class NameAllowance
{
    public static readonly NameAllowance Everything = new(new Dictionary<NameForm, IReadOnlyList<ConstrainedName>>(), []);

    private static readonly NameForm[] Forms =
        [NameForm.Dns, NameForm.IP, NameForm.Email, NameForm.Uri, NameForm.DirectoryName, NameForm.Upn];

    private readonly Dictionary<NameForm, IReadOnlyList<ConstrainedName>> permitted;

    private NameAllowance(Dictionary<NameForm, IReadOnlyList<ConstrainedName>> permitted, IReadOnlyList<ConstrainedName> excluded)
    {
        this.permitted = permitted;
        Excluded = excluded;
    }

    /// <summary>All of them, as they were written: verifiers differ in what they take for equal.</summary>
    public IReadOnlyList<ConstrainedName> Excluded { get; }

    public IEnumerable<ConstrainedName> Permitted => permitted.Values.SelectMany(names => names);

    /// <summary>The forms that are limited and of which nothing is left.</summary>
    public IEnumerable<NameForm> Empty => permitted.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key);

    public NameAllowance And(NameConstraintSet names)
    {
        var excluded = Excluded.Concat(names.Excluded).Distinct().ToArray();
        var both = new Dictionary<NameForm, IReadOnlyList<ConstrainedName>>();
        foreach (var form in Forms)
        {
            var limit = names.PermittedOf(form);
            var limited = permitted.TryGetValue(form, out var before);
            if (limited || limit.Count > 0)
            {
                var left = !limited ? limit : limit.Count == 0 ? before! : Intersect(before!, limit);
                both.Add(form, Widest(left).Where(name => NameWitness.Outside(name, excluded) is not null).ToArray());
            }
        }

        return new NameAllowance(both, excluded);
    }

    /// <summary>Whether a single name may stand in a certificate below.</summary>
    public bool Allows(ConstrainedName name)
    {
        // RFC 5280 4.2.1.10: a URI without a fully qualified host is refused wherever any constraint on URIs applies; so is a UPN
        // without a domain.
        if (name.Form is NameForm.Uri or NameForm.Upn && name.Host.Length == 0)
        {
            return !permitted.ContainsKey(name.Form) && !Excluded.Any(other => other.Form == name.Form);
        }

        return (!permitted.TryGetValue(name.Form, out var limit) || limit.Any(other => other.Contains(name)))
            && !Excluded.Any(other => other.Contains(name) || other.IsMetBy(name));
    }

    /// <summary>A single name that may stand below: of the form's permitted subtrees, or of the one given where it is not
    /// limited.</summary>
    public ConstrainedName? Example(ConstrainedName unlimited)
    {
        var limits = permitted.TryGetValue(unlimited.Form, out var limit) ? limit : [unlimited];
        return limits.Select(subtree => NameWitness.Outside(subtree, Excluded)).OfType<ConstrainedName>().FirstOrDefault();
    }

    private static IEnumerable<ConstrainedName> Intersect(IReadOnlyList<ConstrainedName> one, IReadOnlyList<ConstrainedName> other) =>
        one.SelectMany(name => other.Select(name.Intersect)).OfType<ConstrainedName>();

    // Subtrees that lie within another one say nothing new.
    private static IEnumerable<ConstrainedName> Widest(IEnumerable<ConstrainedName> names)
    {
        var distinct = names.Distinct().ToArray();
        return distinct.Where(name => !distinct.Any(other => other.Contains(name) && !name.Contains(other)));
    }
}
