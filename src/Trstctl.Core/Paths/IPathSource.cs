namespace Trstctl.Paths;

/// <summary>Where paths are looked for.</summary>
internal interface IPathSource
{
    /// <summary>All certificates of a name.</summary>
    IReadOnlyList<PathCertificate> Named(DistinguishedName name);

    /// <summary>The key that signed it, as <see cref="PathCertificate.Key"/>; no certificate's where that is not known.</summary>
    string SignerOf(PathCertificate certificate);

    /// <summary>Whether a path ends there.</summary>
    bool IsAnchor(PathCertificate certificate);

    /// <summary>Whether a path may lead over it.</summary>
    bool MayStandBetween(PathCertificate certificate);
}
