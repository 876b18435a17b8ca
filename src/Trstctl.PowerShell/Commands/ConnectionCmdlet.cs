using System.Security;
using Trstctl.Custody;
using Trstctl.History;

namespace Trstctl.PowerShell;

/// <summary>What founding and connecting share: where the store is, what opens it, what this client remembers.</summary>
public abstract class ConnectionCmdlet : TrstCmdlet
{
    /// <summary>The store's folder.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The tenant; <c>default</c> unless named.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Tenant { get; set; } = "default";

    /// <summary>Opens the ledger's sealer, which appending needs.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? Password { get; set; }

    /// <summary>A key file that opens the ledger's sealer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>Opens the sealer of CA keys in Operational custody; only executing needs it.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? CustodyPassword { get; set; }

    /// <summary>A key file that opens the custody sealer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CustodyKeyFile { get; set; }

    /// <summary>Where this client keeps pins and high-water marks; the user's own folder by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientStatePath { get; set; }

    /// <summary>Another clock than the host's, for rehearsals and tests of deadlines.</summary>
    [Parameter(DontShow = true)]
    public IClock? Clock { get; set; }

    private protected override object ErrorTarget => Path;

    private protected ConnectionOptions Options(ProtectorSecret? ledger, ProtectorSecret? custody, bool readOnly) => new()
    {
        Tenant = Tenant,
        LedgerSecret = ledger,
        CustodySecret = custody,
        ReadOnly = readOnly,
        ClientStatePath = ClientStatePath is null ? null : this.ResolvePath(ClientStatePath),
        Clock = Clock ?? new SystemClock(),
    };

    private protected string? Resolve(string? path) => path is null ? null : this.ResolvePath(path);

    private protected void SetDefaultStore(TrstStore store) =>
        SessionState.PSVariable.Set("global:" + StoreCmdlet.DefaultStoreVariable, store);
}
