using System.Data.Common;
using System.Security.Cryptography;
using Trstctl.History;

namespace Trstctl.PowerShell;

/// <summary>What all cmdlets share: stopping on Ctrl-C, and errors with an id, a target and advice.</summary>
public abstract class TrstCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>Cancelled when the pipeline is stopped; every call into Core takes it.</summary>
    protected CancellationToken Cancellation => cancellation.Token;

    /// <summary>The connection that the command works on: what went wrong beside its acts is shown after them.</summary>
    private protected StoreConnection? Used { get; set; }

    /// <summary>The target of an error that names none: what the command works on, or the command.</summary>
    private protected virtual object ErrorTarget => MyInvocation.MyCommand.Name;

    /// <summary>Nothing may be written then, a refusal neither.</summary>
    private protected bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : GetVariableValue("WhatIfPreference"));

    /// <summary>Work that concerns all input. A failure ends the command: there is nothing left to do.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Work for one input object. A failure is reported and the pipeline goes on.</summary>
    protected abstract void Process();

    /// <summary>Work after the last input object.</summary>
    protected virtual void End()
    {
    }

    protected sealed override void BeginProcessing() => Run(Begin, Fail);

    protected sealed override void ProcessRecord() => Run(Process, Report);

    protected sealed override void EndProcessing() => Run(End, Report);

    protected sealed override void StopProcessing() => cancellation.Cancel();

    /// <summary>Writes the error; the next input object is still processed.</summary>
    protected void Report(TrstException exception) => WriteError(exception.ToErrorRecord(ErrorTarget));

    /// <summary>Ends the command with the error.</summary>
    protected void Fail(TrstException exception) => ThrowTerminatingError(exception.ToErrorRecord(ErrorTarget));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            cancellation.Dispose();
        }
    }

    private void Run(Action step, Action<TrstException> onRefusal)
    {
        try
        {
            step();
        }
        catch (TrstException refusal)
        {
            onRefusal(refusal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            onRefusal(new TrstException(ErrorId.StoreUnavailable, e, null, e.Message));
        }
        catch (CryptographicException e)
        {
            onRefusal(new TrstException(ErrorId.KeyUnavailable, e, null, "key", e.Message));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The user stopped the pipeline: that is no error, and PowerShell ends quietly on this type alone.
            throw new PipelineStoppedException();
        }
        finally
        {
            // After the result of the step, and after its error.
            (Used?.TakeRemarks() ?? []).ToList().ForEach(WriteVerbose);
            (Used?.TakeWarnings() ?? []).ToList().ForEach(WriteWarning);
        }
    }
}
