namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Stop, "TrstCeremony", HelpUri = HelpPages.Root + "Stop-TrstCeremony.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class StopTrstCeremonyCommand : CeremonyCmdlet
{
    /// <summary>Why; it stands in the signed cancellation.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    protected override void Process()
    {
        var id = CeremonyId;
        if (ShouldProcess($"ceremony {Uuid.Short(id)}", $"Stop as {SignerName}"))
        {
            var stopped = Ceremonies.Stop(id, Identity, Reason, Cancellation);
            WriteRecorded(() => Show(stopped), stopped);
        }
    }
}
