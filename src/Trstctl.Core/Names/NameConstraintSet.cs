namespace Trstctl.Names;

/// <summary>The permitted and excluded subtrees of a CA (RFC 5280 4.2.1.10). A form without a permitted subtree is not limited.</summary>
internal sealed class NameConstraintSet
{
    private const int MostSubtrees = 1000;

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

    public override string ToString() => string.Join("; ", new[] { List("only", Permitted), List("never", Excluded) }.OfType<string>());

    internal static NameConstraintSet From(CertificateParts parts)
    {
        var extension = parts.Find(Oids.NameConstraints);
        if (extension is null)
        {
            return None;
        }

        // Present but empty subtrees would read as "unlimited" or as "nothing", whoever reads them.
        var value = extension.Value.Expect(Der.SequenceTag);
        var tags = value.Children.Select(node => node.Tag).ToArray();
        if (tags is not ([0xA0] or [0xA1] or [0xA0, 0xA1]) || value.Children.Any(node => node.Count is 0 or > MostSubtrees))
        {
            throw value.Fault("the name constraints are empty, malformed or too many");
        }

        return new NameConstraintSet(Subtrees(value, 0xA0), Subtrees(value, 0xA1));
    }

    /// <summary>The extension's value in DER, or null where there is nothing to say.</summary>
    internal byte[]? ToDer() => IsEmpty ? null : Der.Sequence(Subtrees(0, Permitted), Subtrees(1, Excluded));

    private static string? List(string word, IReadOnlyList<ConstrainedName> names) =>
        names.Count == 0 ? null : $"{word} {string.Join(", ", names)}";

    private static byte[]? Subtrees(int tag, IReadOnlyList<ConstrainedName> names) => names.Count == 0
        ? null
        : Der.Explicit(tag, names.Select(name => Der.Sequence(name.ToGeneralName())).ToArray());

    private static IEnumerable<ConstrainedName> Subtrees(DerElement value, byte tag) => value.Children
        .Where(node => node.Tag == tag)
        .SelectMany(node => node.Children)
        .Select(subtree => subtree.Expect(Der.SequenceTag).Count == 1
            ? ConstrainedNameReader.Read(subtree[0])
            : throw subtree.Fault("a name constraint has a minimum or maximum"));

    private static ConstrainedName[] Normal(IEnumerable<ConstrainedName> names) =>
        names.Distinct().OrderBy(name => name.ToString(), StringComparer.Ordinal).ToArray();
}
