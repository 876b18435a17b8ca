namespace Trstctl.Certificates;

/// <summary>The permitted and excluded subtrees of a CA (RFC 5280 4.2.1.10). A form without a permitted subtree is not limited.</summary>
public sealed class NameConstraintSet
{
    public static readonly NameConstraintSet None = new([], []);

    public NameConstraintSet(IEnumerable<ConstrainedName> permitted, IEnumerable<ConstrainedName> excluded)
    {
        Permitted = Normal(permitted);
        Excluded = Normal(excluded);
    }

    public IReadOnlyList<ConstrainedName> Permitted { get; }

    public IReadOnlyList<ConstrainedName> Excluded { get; }

    public bool IsEmpty => Permitted.Count == 0 && Excluded.Count == 0;

    public static NameConstraintSet Of(IEnumerable<string> permitted, IEnumerable<string> excluded) => new(
        permitted.Select(text => ConstrainedName.Parse("PermittedName", text)),
        excluded.Select(text => ConstrainedName.Parse("ExcludedName", text)));

    public IReadOnlyList<ConstrainedName> PermittedOf(NameForm form) => Permitted.Where(name => name.Form == form).ToArray();

    internal static NameConstraintSet From(TbsParts parts)
    {
        var extension = parts.Find(Oids.NameConstraints);
        if (extension is null)
        {
            return None;
        }

        var value = extension.Value.Expect(Der.SequenceTag);
        if (value.Count == 0 || value.Children.Any(node => node.Tag is not (0xA0 or 0xA1)))
        {
            throw value.Fault("the name constraints are empty or malformed");
        }

        return new NameConstraintSet(Subtrees(value, 0xA0), Subtrees(value, 0xA1));
    }

    /// <summary>The extension's value in DER, or null where there is nothing to say.</summary>
    internal byte[]? ToDer() => IsEmpty ? null : Der.Sequence(Subtrees(0, Permitted), Subtrees(1, Excluded));

    private static byte[]? Subtrees(int tag, IReadOnlyList<ConstrainedName> names) => names.Count == 0
        ? null
        : Der.Explicit(tag, names.Select(name => Der.Sequence(name.ToGeneralName())).ToArray());

    private static IEnumerable<ConstrainedName> Subtrees(DerNode value, byte tag) => value.Children
        .Where(node => node.Tag == tag)
        .SelectMany(node => node.Children)
        .Select(subtree => subtree.Expect(Der.SequenceTag).Count == 1
            ? ConstrainedName.FromGeneralName(subtree[0])
            : throw subtree.Fault("a name constraint has a minimum or maximum"));

    private static ConstrainedName[] Normal(IEnumerable<ConstrainedName> names) =>
        names.Distinct().OrderBy(name => name.ToString(), StringComparer.Ordinal).ToArray();
}
