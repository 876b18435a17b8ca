namespace Trstctl.Authorities;

/// <summary>CRLReason of RFC 5280 5.3.1, as far as it is final for a CA; a hold and its removal are not.</summary>
public enum RevocationReason
{
    Unspecified = 0,
    KeyCompromise = 1,
    CACompromise = 2,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
    PrivilegeWithdrawn = 9,
    AACompromise = 10,
}

internal static class RevocationReasons
{
    /// <summary>Somebody else may have the key.</summary>
    public static bool IsCompromise(this RevocationReason reason) =>
        reason is RevocationReason.KeyCompromise or RevocationReason.CACompromise or RevocationReason.AACompromise;
}

/// <summary>Since when and why a certificate is revoked: what its issuer's CRL will say.</summary>
/// <param name="Date">revocationDate of RFC 5280 5.1.2.6, UTC.</param>
/// <param name="Ceremony">The ceremony that decided it.</param>
public sealed record Revocation(RevocationReason Reason, DateTime Date, string Ceremony)
{
    internal static Revocation Declare(Fields f, Revocation? r) =>
        new(f.Enum("reason", r?.Reason), f.Time("date", r?.Date), f.Text("ceremony", r?.Ceremony, 36));
}
