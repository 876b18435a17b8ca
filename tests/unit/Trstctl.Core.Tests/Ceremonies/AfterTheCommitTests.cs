using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.State;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A root whose shares go to files as well, and a store that fails at the worst moment: a key whose shares were deleted exists,
/// and nobody opens it again.</summary>
[Trait("Conformance", "R09")]
[Trait("Conformance", "S04")]
public sealed class AfterTheCommitTests : IDisposable
{
    private readonly World world = new();
    private readonly Scratch scratch = new();
    private readonly CeremonyRecord ceremony;
    private string password = string.Empty;

    public AfterTheCommitTests()
    {
        var change = world.StartChange(world.Change(people => people.Select(
            p => p.Name == "Erin" ? new Principal(p.Name, p.Person, p.Roles, p.SigningCertificate, null) : p)));
        world.Service.Execute(world.Approve(change, 0, 1, 2, 4).CeremonyId, new ExpectedPlan(), World.Present());
        var spec = new CASpecInput { Subject = "CN=Root", Validity = "10y", KeyAlgorithm = "ECDSA-P256" }.Build();
        ceremony = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = spec }, World.Ops), 0, 1, 2);
    }

    private string ShareOfErin => scratch["erin.share"];

    public void Dispose()
    {
        world.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public void WhatIsCommittedAlthoughTheStoreSaysOtherwiseIsDone()
    {
        Assert.Equal("Root", Made((_, _) => false, failsAfterwards: true));
        DemandDone();
    }

    [Fact]
    public void AMomentInWhichItCannotBeReadBackIsWaitedFor()
    {
        Assert.Equal("Root", Made((failures, method) => method == nameof(ITenantStore.Read) && failures < 3));
        DemandDone();
    }

    [Fact]
    public void WhereItCannotBeReadBackNothingIsTakenBackAndNothingIsShown()
    {
        var refusal = Scratch.Refused(ErrorId.OutcomeUnknown, () => Made((_, method) => method == nameof(ITenantStore.Read)));

        Assert.Contains("the disk is gone", refusal.Message, StringComparison.Ordinal);
        DemandDone();
        var again = Scratch.Refused(ErrorId.CeremonyNotPending, () => Made((_, _) => false));
        Assert.Contains("is completed by event", again.Message, StringComparison.Ordinal);
        DemandDone();
    }

    [Fact]
    public void WhatDidNotHappenLeavesNoFile()
    {
        Scratch.Refused(ErrorId.StoreUnavailable, () => Made((_, method) => method == nameof(IUnitOfWork.Commit), atCommit: true));

        Assert.False(File.Exists(ShareOfErin));
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
        Assert.Equal("Root", Made((_, _) => false));
        DemandDone();
    }

    /// <summary>The share's file is whole by then, and the key that it is of was never kept.</summary>
    [Theory]
    [InlineData("the password is shown")]
    [InlineData(nameof(IUnitOfWork.InsertCheckpoint))]
    public void AnActThatFailsAfterItsFilesWereWrittenLeavesNone(string at)
    {
        Scratch.Refused(ErrorId.StoreUnavailable, () => Made((_, method) => method == at, atCommit: true));

        Assert.NotEmpty(password);
        Assert.False(File.Exists(ShareOfErin));
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
    }

    [Fact]
    public void WhatSomebodyElseAppendedBeforeItWasReadBackIsInNobodysWay()
    {
        var isFirst = true;
        Assert.Equal("Root", Made((_, method) =>
        {
            if (method == nameof(ITenantStore.Read) && isFirst)
            {
                isFirst = false;
                world.StartRoot("CN=Other");
            }

            return false;
        }));
        DemandDone();
    }

    [Fact]
    public void AFileThatDoesNotHoldWhatWasCommittedTakesNoShareAway()
    {
        var before = world.Ask((_, ledger) => ledger.Size);

        Scratch.Refused(ErrorId.LedgerForked, () => Made((failures, method) =>
        {
            if (method == nameof(ITenantStore.Read) && failures == 0)
            {
                world.Sql($"DELETE FROM events WHERE seq >= {before}");
                world.Sql($"DELETE FROM checkpoints WHERE size > {before}");
            }

            return false;
        }));

        Assert.NotEmpty(ShareFile.Open(ShareOfErin, Password()));
    }

    /// <summary>Somebody plants something between the commit and its reading back: that it is damaged does not say what happened.</summary>
    [Theory]
    [InlineData("INSERT INTO checkpoints(size, note) VALUES(9999, 'x')", "DELETE FROM checkpoints WHERE size = 9999")]
    [InlineData("CREATE TRIGGER a BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END", "DROP TRIGGER a")]
    public void AFileThatIsDamagedWhenItIsReadBackDoesNotSayThatNothingHappened(string damage, string repair)
    {
        var isDamaged = false;
        Scratch.Refused(ErrorId.OutcomeUnknown, () => Made((_, method) =>
        {
            if (method == nameof(ITenantStore.Read) && !isDamaged)
            {
                isDamaged = true;
                Run(damage);
            }

            return false;
        }));

        Run(repair);
        DemandDone();
    }

    // Runs it over a store that fails from its first commit on, where this says so.
    private string Made(Func<int, string, bool> fails, bool atCommit = false, bool failsAfterwards = false)
    {
        var (isCommitted, failures) = (false, 0);
        void See(string method)
        {
            if ((isCommitted || atCommit) && fails(failures, method))
            {
                failures++;
                throw new TrstException(ErrorId.StoreUnavailable, "the disk is gone");
            }

            isCommitted |= method == nameof(IUnitOfWork.Commit);
        }

        var connection = world.ConnectWatched(See, method =>
        {
            if (failsAfterwards && method == nameof(IUnitOfWork.Commit))
            {
                throw new TrstException(ErrorId.StoreUnavailable, "the disk did not answer");
            }
        });
        var options = World.Present();
        var delivery = new ShareDelivery(
            new Dictionary<string, string> { ["Erin"] = ShareOfErin },
            (_, made) =>
            {
                password = System.Text.Encoding.UTF8.GetString(made.Bytes);
                See("the password is shown");
            });
        IReadOnlyList<Document> made = new CeremonyService(connection).Execute(
            ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
            {
                Executor = options.Executor, ShareHolders = options.ShareHolders, Timeout = options.Timeout, Delivery = delivery,
            });
        return ((AuthorityRecord)made.Single()).Name;
    }

    private void Run(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={world.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void DemandDone()
    {
        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
        Assert.Equal("Erin", Assert.Single(ShareFile.Open(ShareOfErin, Password())).Context.Custodian);
    }

    private SecretBytes Password() => SecretBytes.Take(System.Text.Encoding.UTF8.GetBytes(password));
}
