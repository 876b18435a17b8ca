using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Stores that differ from what a client saw: restored, put back in silence, or grown apart.</summary>
public sealed class ForkTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R17")]
    public void AClientThatSawMoreResumesTheCopyAndSaysSo()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        var lost = world.Ask((_, ledger) => ledger.Head);
        using var restored = world.Restore(copy, "new");
        Assert.Equal(lost.ToString(), restored.Connection.GivenUpHead);

        var resume = restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        Assert.Contains(restored.Service.Review(resume.CeremonyId).Lines, line => line.Key == "given up");
        restored.Approve(resume, 0, 1, 2);
        restored.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());

        Assert.All(restored.Events<StatementMade>().TakeLast(3), word => Assert.Equal(lost, word.Seen.GivenUp));
        Assert.NotNull(restored.MakeRoot("CN=After"));
        Scratch.Refused(ErrorId.LedgerForked, () => world.StartRoot());
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void AClientThatSawMoreDoesNothingElseInARestoredCopy()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        using var restored = world.Restore(copy, "new");

        Scratch.Refused(ErrorId.LedgerForked, () => new Suspension(restored.Connection).Suspend(World.Custodians[0], "odd"));
        Scratch.Refused(
            ErrorId.LedgerForked, () => new PrincipalKeyRetirements(restored.Connection).Retire(World.Custodians[0], "card lost"));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("the tenant's")]
    [InlineData("a place's")]
    [Trait("Conformance", "R17")]
    public void AClientWhoseMarkIsGoneSaysSo(string gone)
    {
        Assert.False(world.Connect("watcher").IsMarkMissing);
        Assert.False(world.Connect("watcher").IsMarkMissing);
        var client = new ClientState(new ClientFolder(Path.Combine(world.Folder, "watcher"), new Warnings()));
        client.Keep(world.Connection.TenantId!, marks => gone switch
        {
            "the tenant's" => marks with { Tenant = null },
            "a place's" => marks with { Places = [.. marks.Places.Skip(1)] },
            _ => ClientMarks.None,
        });

        Assert.True(world.Connect("watcher").IsMarkMissing);
        Assert.False(world.Connect("watcher").IsMarkMissing);
    }

    /// <summary>Thousands of forged restorations neither lock a client out nor get an old one past it.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void AClientThatSawTooManyRestorationsTakesNoneForNew()
    {
        var many = Enumerable.Range(1, 2000).Select(i => new LedgerPoint(i, Digest.Of([1]))).ToArray();
        var mark = new ClientMark(new LedgerPoint(3000, Digest.Of([2])), string.Empty, many);
        var read = Fields.Read<ClientMark>(Fields.Write(mark, ClientMark.Declare), "mark", ClientMark.Declare);

        Assert.False(mark.IsNew(new LedgerPoint(5000, Digest.Of([1]))));
        Assert.False(read.IsNew(many[^1]));
        Assert.True((mark with { Restorations = many[..3] }).IsNew(many[3]));
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void ACopyAtAPlaceThatIsNewIsHeldAgainstTheMarkAtOnce()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        world.PutAt(copy, "elsewhere");

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("elsewhere", "client", keyFile: "key"));
        using var stranger = world.ConnectTo("elsewhere", "stranger", keyFile: "key");
        Assert.NotEmpty(stranger.StartRoot().CeremonyId);
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void ATestRestorePoisonsNoMark()
    {
        using var test = world.Restore(world.Copy("copy"), "test");
        test.Approve(test.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1);

        Assert.NotNull(world.MakeRoot());
        using var again = world.ConnectTo("store", "client");
        Assert.NotNull(again.MakeRoot("CN=Again"));
    }

    /// <summary>A copy from within the resumption shows an approved one; a client that saw it consumed must not run it again.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void ACopyFromWithinTheResumptionIsRefusedByWhoSawItsEnd()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        using var restored = world.Restore(copy, "new");
        var resume = restored.Approve(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
        var within = restored.CopyOf("new", "within");
        restored.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        restored.Disconnect();
        world.PutBack(within, "new");

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client"));
    }

    /// <summary>A copy that the quorum took up leads on who knew nothing of it, if that came after all that he saw: an exercise of last
    /// week, or a store that was given up since, does not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R17")]
    public void AResumptionFromBeforeWhatAClientSawLeadsItNowhere(bool later)
    {
        var copy = world.Copy("copy");
        if (!later)
        {
            TakeUp(copy);
        }

        world.Now += TimeSpan.FromHours(2);
        world.StartRoot("CN=Living");
        if (later)
        {
            TakeUp(copy);
        }

        DemandFollowed(later);
    }

    /// <summary>People of an earlier roster, who were replaced since, are no quorum that leads anybody away.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R17")]
    public void AResumptionByAnEarlierRosterLeadsNobodyAway(bool copiedAfter)
    {
        var copy = world.Copy("before");
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        copy = copiedAfter ? world.Copy("after") : copy;
        world.StartRoot("CN=Living");
        world.Now += TimeSpan.FromHours(2);
        TakeUp(copy);

        DemandFollowed(copiedAfter);
    }

    // By a client of their own; this one knows nothing of it.
    private void TakeUp(string copy)
    {
        using var restored = world.Restore(copy, "new", client: "theirs");
        restored.Resume(0, 1, 2);
    }

    private void DemandFollowed(bool followed)
    {
        if (followed)
        {
            using var here = world.ConnectTo("new", "client");
            Assert.NotNull(here.MakeRoot("CN=After"));
        }
        else
        {
            Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client"));
        }
    }

    /// <summary>Whatever it is, and once: others read it in the plan and among the events.</summary>
    [Theory]
    [InlineData("approval")]
    [InlineData("plan")]
    [InlineData("suspension")]
    [InlineData("retirement")]
    [InlineData("cancellation")]
    [Trait("Conformance", "R17")]
    public void AForkIsSettledByPeopleAndToldInTheNextStatement(string next)
    {
        var pending = world.StartRoot("CN=Pending");
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        var lost = world.Ask((_, ledger) => ledger.Head);
        world.Disconnect();
        world.PutBack(copy, "store");
        string agreed;
        using (var other = world.ConnectTo("store", "other"))
        {
            agreed = other.Ask((_, ledger) => ledger.Head).ToString();
        }

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("store", "client"));
        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("store", "client", accept: lost.ToString()));
        Scratch.Refused(ErrorId.InvalidArgument, () => world.ConnectTo("store", "client", accept: "12"));
        using var settled = world.ConnectTo("store", "client", accept: agreed);
        Say(next, settled, pending);

        var told = settled.Events<LedgerEvent>().Last(item => item.Seen is not null);
        Assert.Equal(lost, told.Seen!.GivenUp);
        Assert.Contains($"gave up another history of {lost.Size} events, root {lost.Root}", told.Words);
        Assert.Null(settled.Connection.GivenUpHead);
        using var again = world.ConnectTo("store", "client");
        Assert.Null(again.Connection.GivenUpHead);
        Assert.Contains(Base64Url.Encode(lost.Root.ToArray()), world.Marks("client"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void WhoApprovesReadsWhatOthersGaveUp()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        world.Disconnect();
        world.PutBack(copy, "store");
        string agreed;
        using (var other = world.ConnectTo("store", "other"))
        {
            agreed = other.Ask((_, ledger) => ledger.Head).ToString();
        }

        using var settled = world.ConnectTo("store", "client", accept: agreed);
        var root = settled.StartRoot();
        settled.Approve(root, 0, 1, 2);

        Assert.Equal([null, null, null], settled.Events<StatementMade>().TakeLast(3).Select(word => word.Seen.GivenUp));
        Assert.Contains(
            settled.Service.Review(root.CeremonyId).Lines,
            line => line.Key == "given up" && line.Value.StartsWith("ops, who opened this, saw ", StringComparison.Ordinal));
        Assert.Single(settled.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    private static void Say(string what, World store, CeremonyRecord pending)
    {
        switch (what)
        {
            case "approval":
                store.Approve(pending, 0);
                break;
            case "plan":
                store.StartRoot();
                break;
            case "suspension":
                new Suspension(store.Connection).Suspend(World.Custodians[0], "odd");
                break;
            case "retirement":
                new PrincipalKeyRetirements(store.Connection).Retire(World.Custodians[0], "card lost");
                break;
            default:
                store.Service.Stop(pending.CeremonyId, World.Ops, "not needed");
                break;
        }
    }
}
