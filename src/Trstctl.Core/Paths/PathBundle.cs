namespace Trstctl.Paths;

/// <summary>A file of certificates that is handed out as one, the issuing CA first.</summary>
internal sealed class PathBundle(string name, IReadOnlyList<PathCertificate> certificates)
{
    public string Name { get; } = name;

    public IReadOnlyList<PathCertificate> Certificates { get; } = certificates;
}
