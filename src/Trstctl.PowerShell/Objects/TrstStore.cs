using Trstctl.History;

namespace Trstctl.PowerShell;

/// <summary>A connected tenant of a store.</summary>
public sealed class TrstStore(StoreConnection connection)
{
    public string Location => Connection.Location;

    public string Tenant => Connection.Tenant;

    /// <summary>Digest of the founding roster in hex; empty before there is one.</summary>
    public string TenantId => Connection.TenantId ?? string.Empty;

    public string Protector => Connection.Protector;

    /// <summary>Full, NoCustody (CA keys stay closed) or ReadOnly.</summary>
    public string Access => Connection.ReadOnly ? "ReadOnly" : Connection.HasCustody ? "Full" : "NoCustody";

    public bool IsConnected { get; private set; } = true;

    internal StoreConnection Connection { get; } = connection;

    internal void Disconnect()
    {
        if (IsConnected)
        {
            IsConnected = false;
            Connection.Dispose();
        }
    }

    public override string ToString() => Location;
}
