using Trstctl.Custody;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstTenant", HelpUri = HelpPages.Root + "New-TrstTenant.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstTenant))]
public sealed class NewTrstTenantCommand : SealerCmdlet
{
    /// <summary>The new tenant: 1 to 64 lower-case letters, digits and hyphens.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>What guards its sealers: a key file, a password, or Windows data protection.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet(
        nameof(ProtectorKind.KeyFile), nameof(ProtectorKind.Password), nameof(ProtectorKind.DpapiUser), nameof(ProtectorKind.DpapiMachine))]
    public ProtectorKind Protector { get; set; }

    /// <inheritdoc cref="StoreCmdlet.Store"/>
    [Parameter]
    [ValidateNotNull]
    public TrstStore? Store { get; set; }

    /// <inheritdoc cref="StoreCmdlet.Tenant"/>
    [Parameter]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    private protected override object ErrorTarget => Name;

    protected override void Process()
    {
        var connection = StoreCmdlet.Demand(Store ?? StoreCmdlet.Default(this), Tenant).Connection;
        Used = connection;
        DemandSecrets(Protector);
        connection.DemandNoTenant(Name);
        if (!ShouldProcess(connection.Location, $"Create the tenant \"{CanonicalText.Escape(Name)}\""))
        {
            return;
        }

        var (ledger, custody) = MakeSecrets(Protector);
        using var made = connection.AddTenant(Name, ledger, custody);
        WriteObject(new TrstTenant(made));
    }
}
