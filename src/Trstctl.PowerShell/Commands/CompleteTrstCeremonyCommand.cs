using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Complete, "TrstCeremony", HelpUri = HelpPages.Root
    + "Complete-TrstCeremony.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCeremony))]
public sealed class CompleteTrstCeremonyCommand : ExecutionCmdlet
{
    /// <summary>The operation that is meant; another one is refused.</summary>
    [Parameter]
    [OperationCompleter]
    [ValidateNotNullOrEmpty]
    public string? Operation { get; set; }

    /// <summary>Who watches a destruction and signs for it: witnesses or custodians of the roster.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Witness { get; set; }

    private protected override object[]? Witnesses => Witness;

    protected override void Process()
    {
        var made = Execute(new ExpectedPlan { Operation = Operation });
        if (made is not null)
        {
            WriteObject(new TrstCeremony(Queries.Get(CeremonyId, Cancellation)) { Result = Present(made).ToArray() });
        }
    }
}
