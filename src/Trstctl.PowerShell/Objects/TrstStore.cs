using Trstctl.History;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>A connected tenant of a store.</summary>
public sealed class TrstStore(StoreConnection connection, SigningIdentity? identity)
{
    public string Location => Connection.Location;

    public string Tenant => Connection.Tenant;

    /// <summary>Digest of the founding roster in hex; empty before there is one.</summary>
    public string TenantId => Connection.TenantId ?? string.Empty;

    /// <summary>The same to read aloud, sixteen words; empty before there is one.</summary>
    public string TenantWords => Connection.TenantWords ?? string.Empty;

    public string Protector => Connection.Protector;

    /// <summary>Full, NoCustody (CA keys stay closed) or ReadOnly.</summary>
    public string Access => Connection.ReadOnly ? "ReadOnly" : Connection.HasCustody ? "Full" : "NoCustody";

    /// <summary>Who signs over this connection: his name on the roster in force, else the certificate's common name; null for
    /// nobody.</summary>
    public string? You => Identity is null ? null : Signer.NameOf(Identity, Connection.Roster);

    public bool IsConnected { get; private set; } = true;

    internal StoreConnection Connection { get; } = connection;

    internal SigningIdentity? Identity { get; } = identity;

    internal void Disconnect()
    {
        if (IsConnected)
        {
            IsConnected = false;
            Connection.Dispose();
            Identity?.Dispose();
        }
    }

    public override string ToString() => Location;
}
