using System.Security;
using Trstctl.Custody;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstTenant", HelpUri = HelpPages.Root + "New-TrstTenant.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstTenant))]
public sealed class NewTrstTenantCommand : StoreCmdlet
{
    /// <summary>The new tenant: 1 to 64 lower-case letters, digits and hyphens.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>What guards its sealers: a key file, a password, or Windows data protection.</summary>
    [Parameter(Mandatory = true)]
    public ProtectorKind Protector { get; set; }

    /// <summary>Guards its ledger's sealer.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? LedgerPassword { get; set; }

    /// <summary>A key file that guards its ledger's sealer. A missing file is created.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>Guards its custody sealer; without it the ledger's secret does.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? CustodyPassword { get; set; }

    /// <summary>A key file that guards its custody sealer. A missing file is created.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CustodyKeyFile { get; set; }

    private protected override object ErrorTarget => Name;

    protected override void Process()
    {
        var connection = Connection;
        if (!ShouldProcess(connection.Location, $"Create the tenant \"{CanonicalText.Escape(Name)}\""))
        {
            return;
        }

        var ledger = ProtectorSecrets.Demand(this, Protector, LedgerPassword, KeyFile is null ? null : this.ResolvePath(KeyFile));
        var custody = ProtectorSecrets.Of(CustodyPassword, CustodyKeyFile is null ? null : this.ResolvePath(CustodyKeyFile));
        ProtectorSecrets.CreateMissing(this, ledger);
        ProtectorSecrets.CreateMissing(this, custody);
        using var made = connection.AddTenant(Name, ledger, custody);
        WriteObject(new TrstTenant(made));
    }
}
