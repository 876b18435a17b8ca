namespace Trstctl.Storage;

/// <summary>What a client saw of a tenant: in one file, so that what an act raises is kept as a whole or not at all.</summary>
/// <param name="Tenant">Its mark; null where nothing but copies was seen that nobody resumed.</param>
/// <param name="Places">What was seen last at each place, restored or not: a restored copy raises no tenant's mark, and yet nothing that
/// was said in it is taken back in silence. The one that was raised last comes last.</param>
internal sealed record ClientMarks(ClientMark? Tenant, IReadOnlyList<ClientPlace> Places)
{
    public static readonly ClientMarks None = new(null, []);

    /// <summary>More are not remembered, nor those of longer lists: all of it fits into one file. Who comes back to a place that was
    /// forgotten is warned, since its pin stays.</summary>
    public const int MostPlaces = 32;

    private const string Format = "trstctl-mark/1";
    private const int MostListed = 16 * 1024;

    public ClientMark? At(Digest place) => Places.FirstOrDefault(known => known.Place == place)?.Mark;

    /// <summary>The tenant's mark never falls, whatever order several processes arrive in.</summary>
    /// <param name="contains">True of a point that the raised history went through: another process may have gone over to another one
    /// since, and that stands.</param>
    public ClientMarks Raise(ClientMark mark, Func<LedgerPoint, bool> contains) =>
        Tenant is null || (Tenant.Point.Size < mark.Point.Size && contains(Tenant.Point))
            ? this with { Tenant = mark.Remembering(Tenant) }
            : this;

    /// <param name="before">What the mark was held against: where another process has raised it since, that stands.</param>
    public ClientMarks RaiseAt(Digest place, ClientMark? before, ClientMark mark)
    {
        if (At(place)?.Point != before?.Point)
        {
            return this;
        }

        var room = MostListed;
        return this with
        {
            Places = [.. Places
                .Where(known => known.Place != place)
                .Append(new ClientPlace(place, mark))
                .Reverse()
                .Take(MostPlaces)
                .TakeWhile(known => (room -= known.Mark.Listed) >= 0)
                .Reverse()],
        };
    }

    /// <summary>Goes over to another history and keeps both notes: which of them is the true one, people have said.</summary>
    public ClientMarks GiveUp(ClientMark givenUp, ClientMark next) =>
        Tenant?.Point == givenUp.Point ? this with { Tenant = next.Leaving(Tenant) } : this;

    /// <summary>A statement in the ledger tells of the history that was given up by now.</summary>
    public ClientMarks Told(LedgerPoint givenUp) => Tenant?.Forks.Any(fork => fork.GivenUp == givenUp) == true
        ? this with
        {
            Tenant = Tenant with { Forks = [.. Tenant.Forks.Select(f => f.GivenUp == givenUp ? f with { IsTold = true } : f)] },
        }
        : this;

    public static ClientMarks Declare(Fields f, ClientMarks? m)
    {
        f.Format(Format);
        return new(
            f.OptionalObject("tenant", m?.Tenant, ClientMark.Declare), f.Objects("places", m?.Places, MostPlaces, ClientPlace.Declare));
    }
}

/// <summary>What was seen last at a place.</summary>
internal sealed record ClientPlace(Digest Place, ClientMark Mark)
{
    public static ClientPlace Declare(Fields f, ClientPlace? p) =>
        new(f.Digest("place", p?.Place), f.Object("mark", p?.Mark, ClientMark.Declare));
}
