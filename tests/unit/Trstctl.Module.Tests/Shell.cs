using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Trstctl.Module.Tests;

/// <summary>
/// A runspace with the staged module imported, and a folder of its own. Scripts find that folder in <c>$Temp</c>.
/// One a test; nothing in it is shared.
/// </summary>
public sealed class Shell : IDisposable
{
    private readonly Runspace runspace;
    private readonly StubHost host;

    public Shell(bool import = true, bool interactive = true, string culture = "en-US")
    {
        TempFolder = Directory.CreateTempSubdirectory("trst-").FullName;
        host = new StubHost(interactive, CultureInfo.GetCultureInfo(culture));
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        Set("Temp", TempFolder);
        Set("Manifest", BuildOutput.Manifest);
        if (import)
        {
            Run("Import-Module $Manifest");
        }
    }

    /// <summary>Removed, with all it holds, when the shell is disposed.</summary>
    public string TempFolder { get; }

    /// <summary>
    /// What the person at the console will answer, in order: a choice's index or label, a text, a SecureString.
    /// An unexpected question fails the test.
    /// </summary>
    public Queue<object> Prompts => host.Answers;

    /// <summary>Each question that was asked: caption and message, one text a question.</summary>
    public IReadOnlyList<string> Prompted => host.Asked;

    /// <summary>The choice that Enter would have taken, one a question that offered choices.</summary>
    public IReadOnlyList<int> Defaults => host.Defaults;

    /// <summary>Lines that Out-Default printed, tables included, 80 columns wide.</summary>
    public IReadOnlyList<string> Printed => host.Printed;

    public void Set(string name, object? value) => runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs the script and returns its output; any error at all is thrown as a <see cref="ShellException"/>.</summary>
    public IReadOnlyList<PSObject> Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            Set(name, value);
        }

        var result = RunCatching(script);
        return result.Errors.Count == 0 ? result.Output : throw new ShellException(result.Errors[0]);
    }

    /// <summary>Runs the script and returns everything it wrote; a terminating error is the last of the errors.</summary>
    public ShellResult RunCatching(string script)
    {
        using var shell = PowerShell.Create(runspace);
        return Invoke(shell, script);
    }

    /// <summary>Runs the script and stops it as Ctrl-C does, once <paramref name="after"/> has completed.</summary>
    public ShellResult RunStopping(string script, Task after)
    {
        using var shell = PowerShell.Create(runspace);
        var stopping = after.ContinueWith(_ => shell.Stop(), TaskScheduler.Default);
        var result = Invoke(shell, script);
        stopping.Wait();
        return result;
    }

    /// <summary>Runs the script and stops it as Ctrl-C does, once it reports the progress that is waited for.</summary>
    public ShellResult RunStopping(string script, Func<ProgressRecord, bool> when)
    {
        using var shell = PowerShell.Create(runspace);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (progress, added) =>
        {
            if (when(((PSDataCollection<ProgressRecord>)progress!)[added.Index]))
            {
                reached.TrySetResult();
            }
        };
        var stopping = reached.Task.ContinueWith(_ => shell.Stop(), TaskScheduler.Default);
        var result = Invoke(shell, script);
        if (reached.Task.IsCompleted)
        {
            stopping.Wait();
        }

        return result;
    }

    /// <summary>The id of the first error of the script, without the class name, or null.</summary>
    public string? ErrorIdOf(string script) =>
        RunCatching(script).Errors.FirstOrDefault()?.FullyQualifiedErrorId.Split(',')[0];

    public void Dispose()
    {
        runspace.Dispose();
        Directory.Delete(TempFolder, recursive: true);
    }

    private ShellResult Invoke(PowerShell shell, string script)
    {
        shell.AddScript(script);
        var output = new PSDataCollection<PSObject>();
        var errors = new List<ErrorRecord>();
        var stopped = false;
        var before = CultureInfo.CurrentCulture;
        try
        {
            // The engine's threads take their culture from the thread that starts them, not from the host.
            CultureInfo.CurrentCulture = host.CurrentCulture;
            shell.Invoke<PSObject, PSObject>(null, output, null);
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }
        catch (RuntimeException terminating)
        {
            errors.Add(terminating.ErrorRecord);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        errors.InsertRange(0, shell.Streams.Error);
        return new ShellResult(
            [.. output],
            errors,
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            stopped || shell.InvocationStateInfo.State == PSInvocationState.Stopped);
    }
}
