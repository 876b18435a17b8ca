using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.History;
using Trstctl.Rosters;

namespace Trstctl.Bench;

/// <summary>
/// The same act in a full store and in one that was just founded, in processor time; a page in one that has just one page, since writing
/// fifty lines costs more than writing none. The client has been there before.
/// </summary>
internal sealed class FlatGoals : IDisposable
{
    private const int Page = 50;
    private const double Most = 1.5;
    private readonly Bench big;
    private readonly Bench small;
    private readonly Bench onePage;

    public FlatGoals(Bench big)
    {
        (this.big, small, onePage) = (big, new Bench(big.Needed, 3), new Bench(big.Needed, 3));
        Filling.Fill(onePage, Page, 10 * Page);
    }

    public IEnumerable<Goal> All(int turns) =>
    [
        Same("connect", turns, bench => () => bench.Connect().Dispose()),
        FirstPage("Get-TrstCA", turns, bench => Authorities(bench.Connection)),
        FirstPage("Get-TrstCeremony", turns, bench => Ceremonies(bench.Connection)),
        FirstPage("Get-TrstEvent", turns, bench => Events(bench.Connection)),
        Same("Get-TrstRoster", turns, bench => () => bench.Roster()),
        Same("start a ceremony", turns, bench => () => Start(bench)),
        Same("approve", turns, bench => Approval(bench, Start(bench))),
    ];

    public void Dispose()
    {
        small.Dispose();
        onePage.Dispose();
    }

    // What is made ready beforehand is not measured.
    private Goal Same(string what, int turns, Func<Bench, Action> act) => new(
        what, "in an empty store", Most, () => (Figures.Processor(act(small)), Figures.Processor(act(big))), turns);

    private Goal FirstPage(string what, int turns, Action<Bench> act) => new(
        $"first page of {what}", "in a store of one page", Most,
        () => (Figures.Processor(() => act(onePage)), Figures.Processor(() => act(big))), turns);

    private static CeremonyRecord Start(Bench bench) => bench.Start(
        new CeremonyRequest {
            Operation = "Root",
            Spec = new CASpecInput { Subject = $"CN=New {Guid.NewGuid()}", Validity = "20y", KeyAlgorithm = "ECDSA-P256" }.Build() },
        warn: true);

    // As the cmdlet does it: shown, asked whether it may be, and done.
    private static Action Approval(Bench bench, CeremonyRecord ceremony) => () =>
    {
        bench.Review(ceremony);
        bench.ApproveAs(0, ceremony);
    };

    private static int Authorities(StoreConnection connection) =>
        new AuthorityQueries(connection).Tree(new AuthorityFilter(), all => all.Take(Page)).Count;

    private static int Ceremonies(StoreConnection connection) =>
        new CeremonyQueries(connection).List(pending: false, all => all.Take(Page)).Count;

    private static int Events(StoreConnection connection) => connection.Read((work, ledger) =>
        work.EventsFrom(0).Take(Page).Select((item, i) => ledger!.Demand(item, i)).Count());
}
