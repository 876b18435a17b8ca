using Trstctl.Ceremonies;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>What is waited for.</summary>
public enum WaitGoal
{
    /// <summary>The quorum, or the end.</summary>
    Quorum,

    /// <summary>The end: completed, denied, stopped, expired or voided.</summary>
    End,
}

[Cmdlet(VerbsLifecycle.Wait, "TrstCeremony", HelpUri = HelpPages.Root + "Wait-TrstCeremony.md")]
[OutputType(typeof(TrstCeremony))]
public sealed class WaitTrstCeremonyCommand : StoreCmdlet
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The ceremony: an object, its id, or the last eight digits of it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CeremonyCompleter))]
    [CeremonyTransformation]
    [ValidateNotNullOrEmpty]
    public string Ceremony { get; set; } = string.Empty;

    /// <summary>Quorum or End.</summary>
    [Parameter]
    public WaitGoal For { get; set; } = WaitGoal.Quorum;

    /// <summary>How long at most; units y w d h min. Without it: until the ceremony ends.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string? Timeout { get; set; }

    /// <summary>Runs at each change of the ceremony, which it gets as $_ and as its first argument.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnChange { get; set; }

    private static string Missing(CeremonyView view) => view.WaitingFor.Count > 0
        ? $"{Words.Or(view.WaitingFor)} can approve it"
        : $"{Words.Or(view.Record.Executors)} can execute it";

    protected override void Process()
    {
        var id = Queries.Resolve(Ceremony, Cancellation);
        var deadline = Timeout is null ? DateTime.MaxValue : Duration.Parse(Timeout).AddTo(Connection.Now);
        object? seen = null;
        while (true)
        {
            var view = Queries.Get(id, Cancellation);
            var ceremony = Show(view);
            Tell(ceremony, seen, seen = StateOf(view));
            if (!view.IsOpen || (For == WaitGoal.Quorum && view.Status == CeremonyStatus.Ready))
            {
                WriteObject(ceremony);
                return;
            }

            if (Connection.Now >= deadline)
            {
                throw new TrstException(
                    ErrorId.WaitTimedOut, null, id, ceremony.Id, view.Status.ToString().ToLowerInvariant(), Timeout!,
                    For == WaitGoal.End ? "end" : "get its quorum", $", and {Missing(view)}");
            }

            // Who is missing stands in the status: PowerShell 7 shows no current operation.
            WriteProgress(new ProgressRecord(
                1, $"Waiting for ceremony {ceremony.Id}", $"{ceremony.Approved} approvals: {Missing(view)}"));
            Cancellation.WaitHandle.WaitOne(Pause);
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    // Whatever somebody said, asked for or did changes one of these.
    private static object StateOf(CeremonyView view) =>
        (view.Status, view.Record.Statements.Count, view.Record.Session, view.Record.Releases.Count);

    // What the first look sees is no change. A notice that cannot be sent is no reason to wait no longer.
    private void Tell(TrstCeremony ceremony, object? before, object now)
    {
        if (OnChange is null || before is null || before.Equals(now))
        {
            return;
        }

        try
        {
            // A command that there is not would be an error beside the block and no failure of it.
            List<PSVariable> given = [new("_", ceremony), new("ErrorActionPreference", ActionPreference.Stop)];
            foreach (var said in OnChange.InvokeWithContext(null, given, ceremony))
            {
                WriteInformation(said, [nameof(OnChange)]);
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteWarning($"-OnChange failed, and the waiting goes on: {e.Message}");
        }
    }
}
