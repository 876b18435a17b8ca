using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class DestroyKeyTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "Q01")]
    public void ErasesTheRecordAndRetiresTheAuthority(bool quorum)
    {
        var root = quorum ? world.MakeQuorumRoot() : world.MakeRoot();
        var record = world.Connection.Peek(work => work.SealedKey(root.KeyId!, 1)!);
        var waiting = world.Approve(world.StartIntermediate(), 0, 1, 2);
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops);
        ceremony = world.Approve(ceremony, 0, 1);
        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        ceremony = world.Approve(ceremony, 2);
        if (quorum)
        {
            Scratch.Refused(
                ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1)));
        }

        var options = World.Present(0, 1, 2);
        var made = world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = options.Executor, ShareHolders = options.ShareHolders, Witnesses = [World.Custodians[4]],
        });

        Assert.Equal(AuthorityStatus.Retired, Assert.IsType<AuthorityRecord>(Assert.Single(made)).Status);
        Assert.Null(world.Connection.Peek(work => work.SealedKey(root.KeyId!, 1)));
        Assert.Single(world.Events<CeremonyCompleted>().Last().Completion.Witnesses);
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Scratch.Refused(
            ErrorId.AuthorityNotActive, () => world.Service.Execute(waiting.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        Scratch.Refused(
            ErrorId.KeyDestroyed,
            () => world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops));

        // Not in the database, nor in its log.
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.Database)!))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            Assert.Equal(-1, content.AsSpan().IndexOf(record.AsSpan(record.Length / 2, 64)));
        }
    }

    [Fact]
    public void TheOpenerIsNoWitness()
    {
        world.MakeQuorumRoot();
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Custodians[4]), 0, 1, 2);
        var options = new ExecutionOptions
        {
            Executor = World.Custodians[4], ShareHolders = World.Present(0, 1, 2).ShareHolders, Witnesses = [World.Custodians[4]],
        };

        Scratch.Refused(ErrorId.WitnessInvalid, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), options));
    }
}
