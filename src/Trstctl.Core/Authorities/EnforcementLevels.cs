namespace Trstctl.Authorities;

internal static class EnforcementLevels
{
    /// <summary>What a key that was made in this custody, and never existed in another, deserves.</summary>
    public static EnforcementLevel Of(CustodyKind custody) => custody switch
    {
        CustodyKind.Quorum => EnforcementLevel.DualLock,
        CustodyKind.Operational => EnforcementLevel.SignedApproval,
        CustodyKind.External => EnforcementLevel.Unknown,
        _ => throw new TrstException(ErrorId.SpecInvalid, "Custody", "Quorum or Operational", custody),
    };
}
