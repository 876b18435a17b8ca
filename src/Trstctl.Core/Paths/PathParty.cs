namespace Trstctl.Paths;

/// <summary>Relying parties that trust the same certificates.</summary>
internal sealed class PathParty
{
    internal PathParty(string name, IReadOnlyList<PathCertificate> anchors)
    {
        Name = name;
        Anchors = anchors;
    }

    /// <summary>As reports begin their lines: "clients that trust only Contoso Root CA".</summary>
    public string Name { get; }

    public IReadOnlyList<PathCertificate> Anchors { get; }

    /// <summary>Whether the caller asked for it.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>Whether they verify post-quantum signatures: true, false, or null where that is not known.</summary>
    public bool? KnowsPostQuantum { get; init; }

    internal bool Trusts(IReadOnlyList<PathCertificate> anchors) => new HashSet<PathCertificate>(Anchors).SetEquals(anchors);
}
