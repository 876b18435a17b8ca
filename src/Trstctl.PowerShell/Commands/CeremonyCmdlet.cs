namespace Trstctl.PowerShell;

/// <summary>A cmdlet that signs something about a ceremony.</summary>
public abstract class CeremonyCmdlet : IdentityCmdlet
{
    /// <summary>The ceremony: an object, its id, or the last eight digits of it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CeremonyCompleter))]
    [CeremonyTransformation]
    [ValidateNotNullOrEmpty]
    public string Ceremony { get; set; } = string.Empty;

    private protected override object ErrorTarget => Ceremony;

    private protected string CeremonyId => Queries.Resolve(Ceremony, Cancellation);
}
