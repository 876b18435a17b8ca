namespace Trstctl.Ceremonies.Presence;

/// <summary>The shares of the key that lacks most that custodians signed for, whether or not the store still holds what they stored, and
/// who can still release one of any key that lacks some.</summary>
internal sealed record GatheredShares(int Released, int Needed, IReadOnlyList<string> Missing)
{
    public override string ToString() => $"{Released} of {Needed} shares signed for";
}
