using System.Security;
using Trstctl.Custody;

namespace Trstctl.PowerShell;

/// <summary>A cmdlet that opens or makes the two sealers of a tenant, with what it takes for that.</summary>
public abstract class SealerCmdlet : TrstCmdlet
{
    /// <summary>Opens the ledger's sealer, which appending needs; of a new one it guards it.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? LedgerPassword { get; set; }

    /// <summary>A key file that opens the ledger's sealer. For a new sealer a missing file is created.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>Opens the sealer of CA keys in Operational custody; only executing needs it. Of a new one it guards it; without it the
    /// ledger's secret does.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? CustodyPassword { get; set; }

    /// <summary>A key file that opens the custody sealer. For a new sealer a missing file is created.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CustodyKeyFile { get; set; }

    /// <summary>What opens the custody sealer, or guards a new one; null where nothing was given.</summary>
    private protected ProtectorSecret? CustodySecret => ProtectorSecrets.Of(CustodyPassword, Resolve(CustodyKeyFile));

    /// <summary>Refuses what contradicts or is missing, before anything is asked or made.</summary>
    private protected void DemandSecrets(ProtectorKind kind)
    {
        ProtectorSecrets.DemandOnly(kind, LedgerPassword, KeyFile);
        if (CustodySecret is { KeyFilePath: { } custody } && string.Equals(custody, Resolve(KeyFile), StringComparison.Ordinal))
        {
            throw ProtectorSecrets.OneForBoth();
        }
    }

    /// <summary>What guards new sealers: a password is asked for, and a key file made. Whatever can refuse comes before.</summary>
    private protected (ProtectorSecret Ledger, ProtectorSecret? Custody) MakeSecrets(ProtectorKind kind)
    {
        var custody = CustodySecret;
        var ledger = ProtectorSecrets.Demand(this, kind, LedgerPassword, Resolve(KeyFile));
        ProtectorSecrets.CreateOwn(this, ledger, custody);
        return (ledger, custody);
    }

    private protected string? Resolve(string? path) => path is null ? null : this.ResolvePath(path);
}
