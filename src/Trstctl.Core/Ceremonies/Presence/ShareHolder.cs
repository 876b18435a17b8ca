using System.Security;

namespace Trstctl.Ceremonies.Presence;

/// <summary>A custodian at the console: the key that signs, and where his share is if it lives in a file of his own.</summary>
/// <param name="ShareFiles">Files of <c>trstctl-share-file/1</c>; empty for a share that the store holds in an envelope.</param>
/// <param name="SharePasswords">The passwords of these files; each file is tried with each.</param>
public sealed record ShareHolder(SigningIdentity Identity, IReadOnlyList<string> ShareFiles, IReadOnlyList<SecureString> SharePasswords)
{
    /// <summary>Opens the envelopes, where the roster names another certificate for that than the one that signs; else null.</summary>
    public SigningIdentity? Sealing { get; init; }
}
