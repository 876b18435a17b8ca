using Trstctl.Reports;

namespace Trstctl.PowerShell;

/// <summary>Forms in which the record of a ceremony leaves the store.</summary>
public enum CeremonyFormat
{
    /// <summary>A page to read and to print.</summary>
    Html,
    Markdown,

    /// <summary>For programs.</summary>
    Json,
}

[Cmdlet(VerbsData.Export, "TrstCeremony", HelpUri = HelpPages.Root + "Export-TrstCeremony.md", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportTrstCeremonyCommand : StoreCmdlet
{
    private readonly HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ceremony: an object, its id, or the last eight digits of it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CeremonyCompleter))]
    [CeremonyTransformation]
    [ValidateNotNullOrEmpty]
    public string Ceremony { get; set; } = string.Empty;

    /// <summary>The new file, or a folder in which it gets the ceremony's name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Html, Markdown or Json; by default what the end of the file's name says, else Html.</summary>
    [Parameter]
    public CeremonyFormat? Format { get; set; }

    /// <summary>Overwrites a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object ErrorTarget => Ceremony;

    private CeremonyFormat Form { get; set; }

    protected override void Begin() => Form = ExportFormats.Choose(this, Format, Path);

    protected override void Process()
    {
        var id = Queries.Resolve(Ceremony, Cancellation);
        var full = this.ResolveFile(Path, $"ceremony-{Uuid.Short(id)}" + Form switch
        {
            CeremonyFormat.Markdown => ".md",
            CeremonyFormat.Json => ".json",
            _ => ".html",
        });
        if (ShouldProcess(full, $"Write the record of ceremony {Uuid.Short(id)}"))
        {
            var reports = new CeremonyReports(Connection);
            WriteObject(this.WriteNewFile(full, Form switch
            {
                CeremonyFormat.Markdown => reports.Markdown(id, Cancellation),
                CeremonyFormat.Json => reports.Json(id, Cancellation),
                _ => reports.Html(id, Cancellation),
            }, Force && !written.Contains(full)));

            // What this command wrote itself it never overwrites: of several that go to one file one would be left.
            written.Add(full);
        }
    }
}
