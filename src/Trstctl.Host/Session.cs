using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Trstctl.Host;

/// <summary>One runspace on the console, and what is run in it.</summary>
internal sealed class Session : IDisposable
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    private readonly ConsoleHost host;
    private readonly Runspace runspace;
    private PowerShell? running;

    public Session(bool isInteractive)
    {
        // The engine reports usage over the network and leaves a machine id behind unless told not to.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        ModulePath.Prepend();
        host = new ConsoleHost(isInteractive);
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        Console.CancelKeyPress += Stop;
    }

    public int RunCommand(string text) => Run(shell => shell.AddScript(text));

    public int RunScript(string path, IReadOnlyList<string> arguments)
    {
        var file = Path.GetFullPath(path);
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"{path}: no such file.");
            return Failed;
        }

        var words = ScriptArguments.Parse(arguments);
        return Run(shell => shell
            .AddScript("param($Script, $Named, $Positional) & $Script @Named @Positional", useLocalScope: true)
            .AddParameter("Script", ScriptFile.Read(file))
            .AddParameter("Named", words.Named)
            .AddParameter("Positional", words.Positional));
    }

    public int RunPrompt()
    {
        while (!host.HasExited)
        {
            if (!Console.IsInputRedirected)
            {
                Console.Out.Write("trst> ");
            }

            if (Console.In.ReadLine() is not { } line)
            {
                break;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                Run(shell => shell.AddScript(line));
            }
        }

        return host.ExitCode;
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= Stop;
        runspace.Dispose();
    }

    private int Run(Func<PowerShell, PowerShell> fill)
    {
        using var shell = PowerShell.Create(runspace);
        running = shell;
        try
        {
            Print(fill(shell));
        }
        catch (PipelineStoppedException)
        {
            // The state below says whether this was Ctrl-C or "exit".
        }
        catch (RuntimeException error)
        {
            Show(error);
            return Failed;
        }
        finally
        {
            running = null;
            host.Output.EndProgress();
        }

        return host.HasExited ? host.ExitCode
            : shell.InvocationStateInfo.State == PSInvocationState.Stopped ? Interrupted
            : 0;
    }

    private void Show(RuntimeException error)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", error.ErrorRecord);
        host.Output.Target = Console.Error;
        shell.Invoke();
        host.Output.Target = Console.Out;
    }

    // Errors are merged so that Out-Default prints them among the output, in their order; it still uses standard error.
    private static void Print(PowerShell shell)
    {
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        shell.Invoke();
    }

    private void Stop(object? sender, ConsoleCancelEventArgs request)
    {
        request.Cancel = true;
        running?.BeginStop(null, null);
    }
}
