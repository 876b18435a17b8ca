using System.Security;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>What founding and connecting share: where the store is, what opens it, what this client remembers.</summary>
public abstract class ConnectionCmdlet : SealerCmdlet
{
    private SigningIdentity? you;
    private TimeSpan lockTimeout;

    /// <summary>The store's folder.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The tenant; <c>default</c> unless named.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string Tenant { get; set; } = "default";

    /// <summary>You, for every command of this connection that signs: a certificate with private key, a thumbprint in
    /// CurrentUser\My, or the path of a PFX or PEM file.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Certificate { get; set; }

    /// <summary>Opens the file of -Certificate, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? Password { get; set; }

    /// <summary>Where this client keeps pins and high-water marks; the user's own folder by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientStatePath { get; set; }

    /// <summary>How long each act waits for others who write to the same tenant; units y w d h min, 0 for not at all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string LockTimeout { get; set; } = "5min";

    /// <summary>Another clock than the host's, for rehearsals and tests of deadlines.</summary>
    [Parameter(DontShow = true)]
    public IClock? Clock { get; set; }

    private protected override object ErrorTarget => Path;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            you?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected SigningIdentity? You => you;

    /// <summary>First of all: a wrong password refuses before anything is made or asked.</summary>
    /// <param name="maySkip">A password that would have to be asked for is left to another call.</param>
    private protected void OpenIdentity(bool maySkip = false)
    {
        lockTimeout = Duration.SpanOrNone(LockTimeout, (Clock ?? new SystemClock()).UtcNow);
        try
        {
            you ??= IdentityInput.Yours(this, Certificate, Password, "the ledger's is -LedgerPassword", mayAsk: !maySkip);
        }
        catch (TrstException e) when (maySkip && e.Id == ErrorId.SecretMissing)
        {
        }
    }

    /// <summary>From here on the store object keeps the identity, and disposes it.</summary>
    private protected TrstStore Connected(StoreConnection connection)
    {
        Used = connection;
        var store = new TrstStore(connection, you);
        you = null;
        SessionState.PSVariable.Set("global:" + StoreCmdlet.DefaultStoreVariable, store);
        return store;
    }

    private protected ConnectionOptions Options(
        ProtectorSecret? ledger, ProtectorSecret? custody, bool readOnly, string? acceptCheckpoint = null,
        ProtectorSecret? oldCustody = null) => new()
    {
        AcceptCheckpoint = acceptCheckpoint,
        AskLedgerPassword = () => AskedPassword.Known(this, "the ledger"),
        Tenant = Tenant,
        LedgerSecret = ledger,
        CustodySecret = custody,
        OldCustodySecret = oldCustody,
        ReadOnly = readOnly,
        ClientStatePath = ClientStatePath is null ? null : this.ResolvePath(ClientStatePath),
        Clock = Clock ?? new SystemClock(),
        LockTimeout = lockTimeout,
    };
}
