namespace Trstctl.History.Events;

/// <summary>One act. Its data is hashed into the ledger; where the replay admits it, its <see cref="Apply"/> changes the state.</summary>
public abstract record LedgerEvent
{
    /// <summary>The type as it stands in the header, for example <c>ceremony.started</c>.</summary>
    public abstract string Type { get; }

    /// <summary>True where it says what a host did or saw: nothing follows from it, and it moves no clock.</summary>
    public virtual bool IsNote => false;

    /// <summary>What it says beside its type, a line for each thing.</summary>
    public IReadOnlyList<string> Words => Seen?.GivenUp is { } head
        ? [.. Made, $"gave up another history of {head.Size} events, root {head.Root}"]
        : Made;

    /// <summary>One line for each thing that was made.</summary>
    private protected virtual IReadOnlyList<string> Made => [];

    /// <summary>The point of the ledger whose time is that of its effect; null where it is the header's.</summary>
    internal virtual LedgerPoint? DatedBy => null;

    /// <summary>What its signer's client had seen; null of an event that nobody signs.</summary>
    internal virtual SeenCheckpoint? Seen => null;

    internal JsonObject ToData() => EventCatalogue.Write(this);

    public abstract void Apply(IProjection projection, EventHeader header);

    internal static string FormatOf(string type) => type == CeremonyCompleted.TypeName ? Completion.Format : $"{type}/1";
}

/// <summary>An event whose bytes are the ledger's, and which is of no type or form that this version knows.</summary>
internal sealed record UnreadableEvent(string TypeName, string Fault) : LedgerEvent
{
    public override string Type => TypeName;

    public override void Apply(IProjection projection, EventHeader header)
    {
    }
}
