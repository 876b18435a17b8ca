namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommunications.Disconnect, "TrstStore", HelpUri = HelpPages.Root + "Disconnect-TrstStore.md")]
[OutputType(typeof(void))]
public sealed class DisconnectTrstStoreCommand : TrstCmdlet
{
    /// <summary>The store to disconnect; the runspace's by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public TrstStore? Store { get; set; }

    protected override void Process()
    {
        var variable = SessionState.PSVariable.Get("global:" + StoreCmdlet.DefaultStoreVariable);
        var own = Reference.Unwrap(variable?.Value) as TrstStore;
        var store = Store ?? own ?? throw new TrstException(ErrorId.NotConnected);
        store.Disconnect();
        if (ReferenceEquals(store, own))
        {
            SessionState.PSVariable.Remove(variable);
        }
    }
}
