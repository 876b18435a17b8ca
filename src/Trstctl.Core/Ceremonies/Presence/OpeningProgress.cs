namespace Trstctl.Ceremonies.Presence;

/// <summary>How far a session is that waits for shares.</summary>
/// <param name="Session">SHA-256 of its public key: what custodians are shown elsewhere.</param>
/// <param name="Released">Custodians whose shares were accepted.</param>
/// <param name="Rejected">Shares that were not, each with its custodian and the reason.</param>
/// <param name="Missing">Custodians who can still release.</param>
public sealed record OpeningProgress(
    Digest Session, int Needed, IReadOnlyList<string> Released, IReadOnlyList<string> Rejected, IReadOnlyList<string> Missing);
