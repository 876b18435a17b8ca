namespace Trstctl.Certificates;

/// <summary>What a template takes from elsewhere than its specification: an existing name or key, byte for byte, and extensions.</summary>
internal sealed class TemplateOverrides
{
    /// <summary>DER Name.</summary>
    public byte[]? Subject { get; init; }

    /// <summary>DER SubjectPublicKeyInfo of a key that exists; without it the key is left open.</summary>
    public byte[]? Spki { get; init; }

    /// <summary>Of the existing key, where it has one already; ours otherwise.</summary>
    public byte[]? KeyIdentifier { get; init; }

    /// <summary>DER of the certificate before, of the same CA, whose extensions stay where the specification does not change
    /// them.</summary>
    public byte[]? Before { get; init; }

    /// <summary>DER Extensions that follow the specification's; null for AD CS's first version where the specification asks for
    /// it.</summary>
    public IReadOnlyList<byte[]>? Extensions { get; init; }
}
