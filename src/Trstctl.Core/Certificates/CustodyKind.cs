namespace Trstctl.Authorities;

/// <summary>How an authority's key is held.</summary>
public enum CustodyKind
{
    /// <summary>Sealed under the store's custody sealer; it can sign unattended.</summary>
    Operational,

    /// <summary>Split among the custodians; m of them must be present to open it.</summary>
    Quorum,

    /// <summary>Not here: this store knows the certificate and never held the key.</summary>
    External,
}
