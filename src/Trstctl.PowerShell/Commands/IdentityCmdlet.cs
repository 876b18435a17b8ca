using System.Security;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>A cmdlet that signs: -Certificate is always the person who runs it.</summary>
public abstract class IdentityCmdlet : StoreCmdlet
{
    private SigningIdentity? identity;

    /// <summary>You: a certificate with private key, a thumbprint in CurrentUser\My, or the path of a PFX or PEM file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? Certificate { get; set; }

    /// <summary>The password of the file, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? Password { get; set; }

    private protected SigningIdentity Identity => identity ??= Load();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            identity?.Dispose();
        }

        base.Dispose(disposing);
    }

    private SigningIdentity Load() => Certificate is null ? FindMine() : IdentityInput.Read(this, Certificate, Password);

    // The one key in the user's store that stands on the roster; none or several need -Certificate.
    private SigningIdentity FindMine()
    {
        var roster = Connection.Read((_, ledger) =>
            ledger?.State.All<RosterRecord>(RosterRecord.KindName).LastOrDefault()?.Roster ?? ledger?.Founding, Cancellation);
        return SigningIdentity.FindInStore(certificate =>
            roster?.Principals.Any(p => p.SigningCertificate.SequenceEqual(certificate)) == true)
            ?? throw new TrstException(ErrorId.IdentityNotFound, "no key in CurrentUser\\My stands on the roster");
    }
}
