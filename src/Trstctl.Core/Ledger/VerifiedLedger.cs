using Trstctl.Canonical;
using Trstctl.Ceremonies;
using Trstctl.Ledger.Events;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ledger;

/// <summary>
/// The ledger as this process verified it itself: every event hashed into the tree, the tree's root equal to the signed
/// checkpoint, and the state that follows from the events. Grows with the store; one a connection.
/// </summary>
public sealed class VerifiedLedger(string tenantId)
{
    private List<Digest> leaves = [];
    private CompactRange range = new();

    public string TenantId { get; } = tenantId;

    /// <summary>The state that the verified events make.</summary>
    public MemoryProjection State { get; private set; } = new();

    public long Size => leaves.Count;

    public DateTime LastTime { get; private set; }

    /// <summary>The founding roster: self-certifying, since its digest is the tenant id.</summary>
    public Roster? Founding { get; private set; }

    /// <summary>True once the gate verified every founder's statement over this history.</summary>
    internal bool FoundingProved { get; set; }

    public LedgerPoint Head => new(Size, range.Root());

    public CompactRange Range => range.Clone();

    /// <summary>Reads and verifies what came since, against the newest checkpoint. On failure everything is forgotten.</summary>
    public void Advance(IUnitOfWork work, CancellationToken cancellation = default)
    {
        try
        {
            foreach (var item in work.EventsFrom(Size))
            {
                cancellation.ThrowIfCancellationRequested();
                Take(item);
            }

            DemandCheckpoint(work);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>The data of an event, proved to be what the verified tree holds at that place.</summary>
    public LedgerEvent Event(IUnitOfWork work, long sequence)
    {
        var item = work.Event(sequence) ?? throw new TrstException(ErrorId.LedgerInvalid, sequence, "the event is missing");
        return sequence < Size && Merkle.Leaf(item.Header) == leaves[(int)sequence]
            ? Open(item, sequence).Event
            : throw new TrstException(ErrorId.LedgerInvalid, sequence, "the event differs from the one in the tree");
    }

    /// <summary>The root of the first <paramref name="size"/> events, or null beyond the end.</summary>
    public Digest? RootAt(long size)
    {
        if (size < 0 || size > Size)
        {
            return null;
        }

        var earlier = new CompactRange();
        foreach (var leaf in leaves.Take((int)size))
        {
            earlier.Append(leaf);
        }

        return earlier.Root();
    }

    public bool Contains(LedgerPoint point) => RootAt(point.Size) == point.Root;

    private void Take(StoredEvent item)
    {
        var sequence = Size;
        var (header, known) = Open(item, sequence);
        if (header.Sequence != sequence || header.Time < LastTime || !string.Equals(header.Tenant, TenantId, StringComparison.Ordinal))
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, sequence, "its number, time or tenant does not follow from the event before it");
        }

        if (known is RosterProposed { Roster.Epoch: 1 } proposal && string.Equals(proposal.Roster.Digest.Hex, TenantId, StringComparison.Ordinal))
        {
            Founding = proposal.Roster;
        }

        Apply(known, header);
        var leaf = Merkle.Leaf(item.Header);
        leaves.Add(leaf);
        range.Append(leaf);
        LastTime = header.Time;
    }

    private void Apply(LedgerEvent known, EventHeader header)
    {
        try
        {
            known.Apply(State, header);
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, header.Sequence, e.Message);
        }
    }

    private static (EventHeader Header, LedgerEvent Event) Open(StoredEvent item, long sequence)
    {
        try
        {
            var header = EventHeader.FromBytes(item.Header);
            var data = CanonicalJson.Read(item.Data, "event data", StoredEvent.MaxDataBytes);
            return header.DataDigest == StoredEvent.DigestOf(item.Salt, data)
                ? (header, EventCatalogue.Read(header.Type, data))
                : throw new TrstException(ErrorId.LedgerInvalid, sequence, "its data does not match its header");
        }
        catch (TrstException e) when (e.Id != ErrorId.LedgerInvalid)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, sequence, e.Message);
        }
        catch (Exception e) when (e is not TrstException and not OperationCanceledException)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, sequence, "it cannot be read");
        }
    }

    private void DemandCheckpoint(IUnitOfWork work)
    {
        var note = work.LatestCheckpoint();
        if (note is null && Size == 0)
        {
            return;
        }

        if (note is null || Founding is null)
        {
            throw new TrstException(ErrorId.LedgerInvalid, Size, note is null ? "no checkpoint covers it" : "no founding roster has the tenant's id");
        }

        var checkpoint = Checkpoint.Open(note, TenantId, Founding.LedgerKey);
        if (checkpoint.Size != Size || checkpoint.Root != range.Root())
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, Math.Min(Size, checkpoint.Size), $"the signed checkpoint covers {checkpoint.Size} events with another root than the {Size} events that are here");
        }
    }

    private void Forget()
    {
        leaves = [];
        range = new CompactRange();
        State = new MemoryProjection();
        LastTime = default;
        Founding = null;
        FoundingProved = false;
    }
}
