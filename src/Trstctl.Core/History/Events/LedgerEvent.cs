namespace Trstctl.History.Events;

/// <summary>One act. Its data is hashed into the ledger; its <see cref="Apply"/> is the only way a projection changes.</summary>
public abstract record LedgerEvent
{
    /// <summary>The type as it stands in the header, for example <c>ceremony.started</c>.</summary>
    public abstract string Type { get; }

    /// <summary>True where the ceremony's released shares have no more use and are erased with it.</summary>
    public virtual bool EndsOpening => false;

    internal JsonObject ToData()
    {
        var data = new JsonObject(FormatOf(Type));
        Write(data);
        return data;
    }

    public abstract void Apply(IProjection projection, EventHeader header);

    private protected abstract void Write(JsonObject data);

    internal static string FormatOf(string type) => $"{type}/1";
}
