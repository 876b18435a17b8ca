using Trstctl.Ledger;

namespace Trstctl.PowerShell;

/// <summary>An event of the ledger; <see cref="Data"/> is its canonical JSON, of a void one whatever it holds, made safe to show.</summary>
public sealed class TrstEvent
{
    internal TrstEvent(EventHeader header, IReadOnlyList<string> made, string words, string? voidReason, string data)
    {
        Seq = header.Sequence;
        EventId = header.EventId;
        Time = header.Time.ToLocalTime();
        Type = header.Type;
        Actor = header.Actor;
        CeremonyId = header.Ceremony;
        Made = made.ToArray();
        VoidReason = voidReason is null ? null : CanonicalText.Escape(voidReason);
        Detail = voidReason is null ? CanonicalText.Escape(words) : $"void: {VoidReason}";
        Data = voidReason is null ? data : CanonicalText.Escape(data);
    }

    public long Seq { get; }

    public DateTime Time { get; }

    public string Type { get; }

    /// <summary><c>principal:</c> where a signature proves it, and the event is not void; <c>host:</c> is what the host claimed.</summary>
    public string Actor { get; }

    /// <summary>The actor's name, where a signature proves it; else with <c>claimed:</c> before it, which an event without effect says and
    /// nobody signed, or with <c>host:</c>, as a host calls itself.</summary>
    public string By => Actors.By(Actor, VoidReason is not null);

    public string? CeremonyId { get; }

    /// <summary>What the actor did, in words; of an event without effect why it has none.</summary>
    public string Detail { get; }

    /// <summary>Why the event has no effect; null where it has one, or is a note.</summary>
    public string? VoidReason { get; }

    /// <summary>Of a completed ceremony, a line for each thing that was made; of an answer, its certificate.</summary>
    public string[] Made { get; }

    public string EventId { get; }

    public string Data { get; }

    public override string ToString() => $"{Seq} {Type}";
}
