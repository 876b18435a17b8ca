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

    /// <summary>More are not remembered.</summary>
    private const int MaxRestorations = 1024;

    /// <summary>True of the point behind a restoration that this client never saw. One that saw too many to remember takes none for
    /// new: somebody who makes thousands must not get an old one past it.</summary>
    public bool IsNew(LedgerPoint restoration) => Restorations.Count < MaxRestorations && !Restorations.Contains(restoration);

    /// <summary>With the restorations of the mark before: a client that goes over to another history is not led back to the one that it
    /// left by a restoration that it knew.</summary>
    public ClientMark Remembering(ClientMark? before) => before is null
        ? this
        : this with { Restorations = [.. before.Restorations.Union(Restorations)], Retired = [.. before.Retired.Union(Retired)] };

    public JsonObject ToJson(string? format = null)
    {
        var json = format is null ? new JsonObject() : new JsonObject(format);
        json.Add("point", Point.ToJson());
        json.Add("note", Encoding.UTF8.GetBytes(Note));
        json.Add("restorations", new JsonArray(Restorations.Take(MaxRestorations).Select(point => point.ToJson())));
        json.Add("epoch", Epoch);
        json.Add("time", UtcTime.Format(Time));
        json.Add("retired", Digest.ToJson(Retired.Take(MaxRetired)));
        json.Add("left", Left?.ToJson());
        return json;
    }

    public static ClientMark Read(ObjectReader reader)
    {
        var mark = new ClientMark(
            LedgerPoint.FromJson(reader.Reader("point")),
            Encoding.UTF8.GetString(reader.Bytes("note", SignedNote.MaxBytes)),
            reader.Objects("restorations", MaxRestorations)
                .Select(json => LedgerPoint.FromJson(new ObjectReader(json, "restoration")))
                .ToArray())
        {
            Epoch = (int)reader.Integer("epoch", 0, int.MaxValue),
            Time = reader.Time("time"),
            Retired = Digest.ManyFromJson(reader, "retired", MaxRetired),
            Left = reader.Has("left") ? LeftPlace.Read(reader.Reader("left")) : null,
        };
        reader.End();
        return mark;
    }
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

/// <summary>A history that a client left for another.</summary>
internal sealed record ClientFork(ClientMark GivenUp, ClientMark Next, bool IsTold)
{
    public JsonObject ToJson() => new() { { "givenUp", GivenUp.ToJson() }, { "next", Next.ToJson() }, { "told", IsTold } };

    public static ClientFork FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "fork");
        var fork = new ClientFork(
            ClientMark.Read(reader.Reader("givenUp")), ClientMark.Read(reader.Reader("next")), reader.Boolean("told"));
        reader.End();
        return fork;
    }
}
