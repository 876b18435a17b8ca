namespace Trstctl.Custody;

/// <summary>Open keys that are closed together.</summary>
internal sealed class OpenKeys : List<IOpenKey>, IDisposable
{
    public void Dispose() => ForEach(key => key.Dispose());
}
