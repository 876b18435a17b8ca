using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What a replay says of an event that a test alters, at the place where the true one stands.</summary>
internal static class Verdict
{
    /// <summary>Of the newest completion; null where it takes effect.</summary>
    public static string? Of(World world, Func<Completion, Completion> alter)
    {
        var (at, completed) = Newest(world);
        return On(world, at, new CeremonyCompleted(alter(completed.Completion)));
    }

    /// <summary>The newest completion, and its place.</summary>
    public static (EventHeader Header, CeremonyCompleted Event) Newest(World world) => world.Ask((work, ledger) =>
        Enumerable.Range(0, (int)ledger.Size).Reverse()
            .Select(i => ledger.Event<LedgerEvent>(work, i))
            .Where(e => e.Event is CeremonyCompleted)
            .Select(e => (e.Header, (CeremonyCompleted)e.Event))
            .First());

    /// <summary>Of an event under the header that stands there, after all that came before it.</summary>
    public static string? On(World world, EventHeader header, LedgerEvent item) => world.Ask((work, ledger) =>
    {
        var replay = new Replay(ledger.TenantId, new MemoryProjection(), ledger.Contains);
        for (var i = 0; i < header.Sequence; i++)
        {
            var (past, known) = ledger.Event<LedgerEvent>(work, i);
            replay.Admit(past, known);
        }

        return replay.Admit(header, item);
    });
}
