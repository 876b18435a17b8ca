namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstTenant", HelpUri = HelpPages.Root + "Get-TrstTenant.md")]
[OutputType(typeof(TrstTenant))]
public sealed class GetTrstTenantCommand : StoreCmdlet
{
    /// <summary>The tenants with this name; all of the store by default.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    protected override void Process()
    {
        var connected = DemandStore().Tenant;
        var wanted = Wildcards.Of(nameof(Name), Name ?? "*");
        var names = Trstctl.History.Store.Tenants(Connection.Location).Where(wanted.IsMatch).ToArray();
        if (names.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(Name ?? "*"))
        {
            throw new TrstException(ErrorId.TenantNotFound, CanonicalText.Escape(Name!));
        }

        foreach (var name in names)
        {
            WriteObject(string.Equals(name, connected, StringComparison.Ordinal) ? new TrstTenant(Connection) : new TrstTenant(name));
        }
    }
}
