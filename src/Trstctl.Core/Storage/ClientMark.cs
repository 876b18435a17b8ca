using System.Text;

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

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            { "point", Point.ToJson() },
            { "note", Encoding.UTF8.GetBytes(Note) },
        };
        json.Add("restorations", new JsonArray(Restorations.Take(MaxRestorations).Select(point => point.ToJson())));
        json.Add("epoch", Epoch);
        json.Add("time", UtcTime.Format(Time));
        json.Add("retired", Digest.ToJson(Retired.Take(MaxRetired)));
        json.Add("left", Left?.ToJson());
        json.Add("forks", new JsonArray(Forks.Select(fork => fork.ToJson())));
        return json;
    }

    public static ClientMark FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "mark");
        var mark = new ClientMark(
            LedgerPoint.FromJson(reader.Reader("point")),
            NoteOf(reader, "note"),
            reader.Objects("restorations", MaxRestorations)
                .Select(json => LedgerPoint.FromJson(new ObjectReader(json, "restoration")))
                .ToArray())
        {
            Epoch = (int)reader.Integer("epoch", 0, int.MaxValue),
            Time = reader.Time("time"),
            Retired = Digest.ManyFromJson(reader, "retired", MaxRetired),
            Left = reader.Has("left") ? LeftPlace.Read(reader.Reader("left")) : null,
            Forks = [.. reader.Objects("forks", ClientFork.Most).Select(ClientFork.FromJson)],
        };
        reader.End();
        return mark;
    }

    public static string NoteOf(ObjectReader reader, string name) => Encoding.UTF8.GetString(reader.Bytes(name, SignedNote.MaxBytes));
}

/// <summary>A place's history that a restored copy took the place of.</summary>
/// <param name="Point">What was seen of it.</param>
/// <param name="From">The copy's first restoration that was new here: no earlier one is taken up.</param>
internal sealed record LeftPlace(LedgerPoint Point, long From)
{
    public JsonObject ToJson() => new() { { "point", Point.ToJson() }, { "from", From } };

    public static LeftPlace Read(ObjectReader reader)
    {
        var left = new LeftPlace(LedgerPoint.FromJson(reader.Reader("point")), reader.Integer("from", 0, JsonInteger.Largest));
        reader.End();
        return left;
    }
}

/// <summary>A history that a client left for another, and both notes: signed by one key, they prove that the ledger was forked.</summary>
internal sealed record ClientFork(LedgerPoint GivenUp, string Note, string NextNote, bool IsTold)
{
    /// <summary>More are not remembered.</summary>
    public const int Most = 32;

    public static ClientFork Of(ClientMark givenUp, ClientMark next) => new(givenUp.Point, givenUp.Note, next.Note, IsTold: false);

    public JsonObject ToJson() => new()
    {
        { "givenUp", GivenUp.ToJson() },
        { "note", Encoding.UTF8.GetBytes(Note) },
        { "nextNote", Encoding.UTF8.GetBytes(NextNote) },
        { "told", IsTold },
    };

    public static ClientFork FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "fork");
        var fork = new ClientFork(
            LedgerPoint.FromJson(reader.Reader("givenUp")),
            ClientMark.NoteOf(reader, "note"),
            ClientMark.NoteOf(reader, "nextNote"),
            reader.Boolean("told"));
        reader.End();
        return fork;
    }
}
