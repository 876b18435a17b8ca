namespace Trstctl.Storage;

/// <summary>The newest point of a ledger that a client saw.</summary>
/// <param name="Note">The signed note of that size.</param>
/// <param name="Restorations">The points behind each restoration of that history.</param>
internal sealed record ClientMark(LedgerPoint Point, string Note, IReadOnlyList<LedgerPoint> Restorations)
{
    private const int MaxRetired = 4096;

    /// <summary>Of the roster in force there.</summary>
    public int Epoch { get; init; }

    /// <summary>UTC: the ledger's time there.</summary>
    public DateTime Time { get; init; }

    /// <summary>SHA-256 of the signing keys that this client saw retired: no history that forgot them leads it away.</summary>
    public IReadOnlyList<Digest> Retired { get; init; } = [];

    /// <summary>Of a place: what was seen there before a restored copy stood there that nobody resumed yet; else null.</summary>
    public LeftPlace? Left { get; init; }

    /// <summary>Of a tenant: the histories that this client gave up.</summary>
    public IReadOnlyList<ClientFork> Forks { get; init; } = [];

    /// <summary>More are not remembered.</summary>
    private const int MaxRestorations = 1024;

    /// <summary>True of the point behind a restoration that this client never saw. One that saw too many to remember takes none for
    /// new: somebody who makes thousands must not get an old one past it.</summary>
    public bool IsNew(LedgerPoint restoration) => Restorations.Count < MaxRestorations && !Restorations.Contains(restoration);

    /// <summary>With the restorations of the mark before: a client that goes over to another history is not led back to the one that it
    /// left by a restoration that it knew.</summary>
    public ClientMark Remembering(ClientMark? before) => before is null
        ? this
        : this with
        {
            Restorations = [.. before.Restorations.Union(Restorations)],
            Retired = [.. before.Retired.Union(Retired)],
            Forks = before.Forks,
        };

    /// <summary>The same of another history. Of those that were left stay the newest, and those first that nobody was told of.</summary>
    public ClientMark Leaving(ClientMark before)
    {
        ClientFork[] forks = [.. before.Forks, ClientFork.Of(before, this)];
        return Remembering(before) with
        {
            Forks = [.. forks.OrderBy(fork => !fork.IsTold).Skip(forks.Length - ClientFork.Most)],
        };
    }

    /// <summary>The head that this client gave up and has told nobody of yet.</summary>
    public LedgerPoint? Untold => Forks.FirstOrDefault(fork => !fork.IsTold)?.GivenUp;

    /// <summary>How many items its longest lists have in the file.</summary>
    public int Listed => Math.Min(Restorations.Count, MaxRestorations) + Math.Min(Retired.Count, MaxRetired);

    public static ClientMark Declare(Fields f, ClientMark? m) => new(
        f.Object("point", m?.Point, LedgerPoint.Declare),
        f.Utf8("note", m?.Note, SignedNote.MaxBytes),
        f.Objects("restorations", m?.Restorations.Take(MaxRestorations).ToArray(), MaxRestorations, LedgerPoint.Declare))
    {
        Epoch = f.Number("epoch", m?.Epoch, 0),
        Time = f.Time("time", m?.Time),
        Retired = f.Digests("retired", m?.Retired.Take(MaxRetired).ToArray(), MaxRetired),
        Left = f.OptionalObject("left", m?.Left, LeftPlace.Declare),
        Forks = f.Objects("forks", m?.Forks, ClientFork.Most, ClientFork.Declare),
    };
}

/// <summary>A place's history that a restored copy took the place of.</summary>
/// <param name="Point">What was seen of it.</param>
/// <param name="From">The copy's first restoration that was new here: no earlier one is taken up.</param>
internal sealed record LeftPlace(LedgerPoint Point, long From)
{
    public static LeftPlace Declare(Fields f, LeftPlace? l) =>
        new(f.Object("point", l?.Point, LedgerPoint.Declare), f.Sequence("from", l?.From));
}

/// <summary>A history that a client left for another, and both notes: signed by one key, they prove that the ledger was forked.</summary>
internal sealed record ClientFork(LedgerPoint GivenUp, string Note, string NextNote, bool IsTold)
{
    /// <summary>More are not remembered.</summary>
    public const int Most = 32;

    public static ClientFork Of(ClientMark givenUp, ClientMark next) => new(givenUp.Point, givenUp.Note, next.Note, IsTold: false);

    public static ClientFork Declare(Fields f, ClientFork? c) => new(
        f.Object("givenUp", c?.GivenUp, LedgerPoint.Declare),
        f.Utf8("note", c?.Note, SignedNote.MaxBytes),
        f.Utf8("nextNote", c?.NextNote, SignedNote.MaxBytes),
        f.Boolean("told", c?.IsTold));
}
