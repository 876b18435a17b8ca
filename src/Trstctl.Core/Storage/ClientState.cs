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

/// <summary>What this client remembers outside the store: which tenant lives at a location (the pin), and the newest ledger point
/// it saw of each tenant (the high-water mark). PROTOCOL section 5.</summary>
internal sealed class ClientState
{
    private const string PinFormat = "trstctl-pin/1";
    private const string MarkFormat = "trstctl-mark/1";
    private const string PlaceFormat = "trstctl-place/1";
    private const string ForksFormat = "trstctl-forks/1";
    private const int MaxFile = 4 * 1024 * 1024;
    private const int MaxForks = 32;
    private readonly string root;

    public ClientState(string? folder)
    {
        root = Path.GetFullPath(folder ?? DefaultFolder());
        OwnerOnly.CreateDirectory(root);
    }

    public string PinFile(string location, string tenantName) =>
        Path.Combine(root, "pin-" + Digest.Of(Encoding.UTF8.GetBytes(location + "\n" + tenantName)).Hex + ".json");

    /// <summary>The tenant id that was pinned for the location, or null when this client never saw it.</summary>
    public string? PinnedTenant(string location, string tenantName)
    {
        var file = PinFile(location, tenantName);
        if (!File.Exists(file))
        {
            return null;
        }

        var reader = Read(file, PinFormat);
        _ = reader.Text("location", 4096);
        _ = reader.Text("name", 64);
        var tenant = reader.Text("tenant", 64);
        reader.End();
        return tenant;
    }

    public void Pin(string location, string tenantName, string tenantId) => Write(
        PinFile(location, tenantName),
        new JsonObject(PinFormat) { { "location", location }, { "name", tenantName }, { "tenant", tenantId } });

    /// <summary>What this client saw last at a place, restored or not: a restored copy raises no tenant's mark, and yet nothing that was
    /// said in it is taken back in silence.</summary>
    public ClientMark? PlaceMark(string location, string tenantName)
    {
        var file = PlaceFile(location, tenantName);
        return File.Exists(file) ? ClientMark.Read(Read(file, PlaceFormat)) : null;
    }

    /// <param name="before">What the mark was held against: where another process has raised it since, that stands.</param>
    public void RaisePlace(string location, string tenantName, ClientMark? before, ClientMark mark)
    {
        using var place = WriterQueue.Enter(PlaceFile(location, tenantName) + ".lock", CancellationToken.None);
        if (PlaceMark(location, tenantName)?.Point == before?.Point)
        {
            Write(PlaceFile(location, tenantName), mark.ToJson(PlaceFormat));
        }
    }

    public ClientMark? Mark(string tenantId)
    {
        var file = MarkFile(tenantId);
        return File.Exists(file) ? ClientMark.Read(Read(file, MarkFormat)) : null;
    }

    /// <summary>Raises the mark; it never falls, whatever order several processes arrive in.</summary>
    /// <param name="contains">True of a point that the raised history went through: another process may have gone over to another one
    /// since, and that stands.</param>
    public void Raise(string tenantId, ClientMark mark, Func<LedgerPoint, bool> contains)
    {
        using var place = WriterQueue.Enter(MarkFile(tenantId) + ".lock", CancellationToken.None);
        var before = Mark(tenantId);
        if (before is null || (before.Point.Size < mark.Point.Size && contains(before.Point)))
        {
            Write(MarkFile(tenantId), mark.Remembering(before).ToJson(MarkFormat));
        }
    }

    /// <summary>Goes over to another history and keeps both notes: which of them is the true one, people have said.</summary>
    public void GiveUp(string tenantId, ClientMark givenUp, ClientMark next)
    {
        using var place = WriterQueue.Enter(MarkFile(tenantId) + ".lock", CancellationToken.None);
        if (Mark(tenantId)?.Point != givenUp.Point)
        {
            return;
        }

        // The newest few, those first that nobody was told of.
        ClientFork[] forks = [.. Forks(tenantId), new ClientFork(givenUp, next, IsTold: false)];
        WriteForks(tenantId, [.. forks.OrderBy(fork => !fork.IsTold).Skip(forks.Length - MaxForks)]);
        Write(MarkFile(tenantId), next.Remembering(givenUp).ToJson(MarkFormat));
    }

    /// <summary>The head that this client gave up and has told nobody of yet.</summary>
    public LedgerPoint? Untold(string tenantId) => Forks(tenantId).FirstOrDefault(fork => !fork.IsTold)?.GivenUp.Point;

    /// <summary>A statement in the ledger holds it by now.</summary>
    public void Told(string tenantId, LedgerPoint givenUp)
    {
        using var place = WriterQueue.Enter(MarkFile(tenantId) + ".lock", CancellationToken.None);
        var forks = Forks(tenantId);
        if (forks.Any(fork => fork.GivenUp.Point == givenUp))
        {
            WriteForks(tenantId, forks.Select(f => f.GivenUp.Point == givenUp ? f with { IsTold = true } : f));
        }
    }

    private IReadOnlyList<ClientFork> Forks(string tenantId)
    {
        var file = ForksFile(tenantId);
        if (!File.Exists(file))
        {
            return [];
        }

        var reader = Read(file, ForksFormat);
        var forks = reader.Objects("forks", MaxForks).Select(ClientFork.FromJson).ToArray();
        reader.End();
        return forks;
    }

    private void WriteForks(string tenantId, IEnumerable<ClientFork> forks) => Write(
        ForksFile(tenantId), new JsonObject(ForksFormat) { { "forks", new JsonArray(forks.Select(fork => fork.ToJson())) } });

    private string PlaceFile(string location, string tenantName) =>
        Path.Combine(root, "place-" + Digest.Of(Encoding.UTF8.GetBytes(location + "\n" + tenantName)).Hex + ".json");

    private static string DefaultFolder() =>
        Environment.GetEnvironmentVariable("TRSTCTL_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "Trstctl");

    private static ObjectReader Read(string file, string format)
    {
        OwnerOnly.Demand(file);
        return new ObjectReader(CanonicalJson.Read(File.ReadAllBytes(file), file, MaxFile), file, format);
    }

    // Written beside and moved over: a crash leaves the old file or the new one.
    private static void Write(string file, JsonObject content)
    {
        var bytes = CanonicalJson.Write(content);
        var beside = file + "." + Guid.NewGuid().ToString("N") + ".tmp";
        using (var stream = OwnerOnly.CreateFile(beside))
        {
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(flushToDisk: true);
        }

        if (File.Exists(file))
        {
            File.Replace(beside, file, null);
        }
        else
        {
            File.Move(beside, file);
        }
    }

    private string MarkFile(string tenantId) => Path.Combine(root, "mark-" + tenantId + ".json");

    private string ForksFile(string tenantId) => Path.Combine(root, "forks-" + tenantId + ".json");

    private sealed record ClientFork(ClientMark GivenUp, ClientMark Next, bool IsTold)
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
}
