using System.Security;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>A cmdlet that signs: as the person whom -Certificate names, or else the connection's.</summary>
public abstract class IdentityCmdlet : StoreCmdlet
{
    private SigningIdentity? own;

    /// <summary>You, for this command: a certificate with private key, a thumbprint in CurrentUser\My, or the path of a PFX or PEM
    /// file. The connection's identity by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Certificate { get; set; }

    /// <summary>Opens the file of -Certificate, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? Password { get; set; }

    private protected SigningIdentity Identity => own ?? Given() ?? DemandStore().Identity ?? Mine();

    /// <summary>What the roster calls the person who signs.</summary>
    private protected string SignerName => Signer.NameOf(Identity, Connection.Roster);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            own?.Dispose();
        }

        base.Dispose(disposing);
    }

    private SigningIdentity? Given() => own = IdentityInput.Yours(this, Certificate, Password, "it opens nothing else");

    private SigningIdentity Mine() => own = Signer.Mine(Connection.Read((_, _) => Connection.Roster, Cancellation));
}
