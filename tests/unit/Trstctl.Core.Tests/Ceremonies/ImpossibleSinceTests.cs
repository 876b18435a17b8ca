using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Ledger;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A plan that was possible when it was made, and became impossible since by what another ceremony made: nobody signs for it, the
/// gate refuses it, and a completion of it has no effect, though its quorum stands and all else in it is as it should be.</summary>
public sealed class ImpossibleSinceTests : IDisposable
{
    private static readonly byte[] Foreign = TestCA.Root().Certificate;
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    public static TheoryData<string, string, ErrorId> Since => new()
    {
        { "Roster", "LedgerKey", ErrorId.RosterInvalid },
        { "Roster", "a Quorum root", ErrorId.RosterInvalid },
        { "Roster", "a retirement", ErrorId.CustodianRetired },
        { "Root", "Root", ErrorId.AuthorityExists },
        { "Import", "Import", ErrorId.AuthorityExists },
        { "Intermediate", "Retire", ErrorId.AuthorityNotActive },
        { "Intermediate", "DestroyKey", ErrorId.AuthorityNotActive },
        { "Renewal", "Rotation", ErrorId.AuthorityNotActive },
        { "Rotation", "Rotation", ErrorId.AuthorityNotActive },
        { "CrossSign", "Retire", ErrorId.AuthorityNotActive },
        { "Request", "Request", ErrorId.AuthorityExists },
        { "Retire", "Retire", ErrorId.AuthorityNotActive },
        { "Revoke", "Revoke", ErrorId.AuthorityNotActive },
        { "DestroyKey", "DestroyKey", ErrorId.KeyDestroyed },
        { "LedgerKey", "LedgerKey", ErrorId.LedgerKeySuperseded },
        { "Resume", "Resume", ErrorId.TenantNotSuspended },
    };

    [Theory]
    [MemberData(nameof(Since))]
    [Trait("Conformance", "R02")]
    [Trait("Conformance", "R12")]
    public void WhatBecameImpossibleIsNeitherSignedNorRunNorTakesEffect(string operation, string other, ErrorId id)
    {
        if (operation is not ("Root" or "Import" or "Roster"))
        {
            world.MakeRoot();
        }

        if (operation == "Resume")
        {
            new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        }

        var ceremony = world.Approve(Start(operation), 1, 2, 3);
        var made = operation == "LedgerKey" ? Counted(ceremony) : world.Make(ceremony);
        Do(other);
        if (operation == "LedgerKey")
        {
            using var key = LedgerKey.Generate();
            made = made with { LedgerKey = MadeLedgerKey.Of(key, world.Connection.DemandLedgerKey(), ceremony.Plan) };
        }

        var before = State();

        Scratch.Refused(id, () => world.Approve(ceremony, 4));
        var refused = Scratch.Refused(
            id, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, made));
        Assert.Equal(refused.Message, world.Void());
        Assert.Equal(before, State());
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
    }

    private void Do(string what)
    {
        if (what == "a Quorum root")
        {
            world.MakeQuorumRoot();
        }
        else if (what == "a retirement")
        {
            new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "card lost");
        }
        else
        {
            world.Service.Execute(world.Approve(Start(what), 1, 2, 3).CeremonyId, new ExpectedPlan(), World.Present());
        }
    }

    private CeremonyRecord Start(string operation) => operation == "Roster"
        ? world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin")))
        : world.Service.Start(
            new CeremonyRequest
            {
                Operation = operation,
                Spec = operation switch
                {
                    "Root" or "Renewal" => World.Spec(),
                    "Request" => World.Spec("CN=Asked"),
                    "Intermediate" => World.IntermediateSpec(),
                    _ => null,
                },
                Issuer = operation is "Intermediate" or "CrossSign" ? "Root" : null,
                Authority = operation is "Renewal" or "Rotation" or "Retire" or "Revoke" or "DestroyKey" ? "Root" : null,
                Target = operation is "Import" or "CrossSign" ? Foreign : null,
                RevocationReason = operation == "Revoke" ? RevocationReason.KeyCompromise : null,
            },
            World.Ops);

    private static Completion Counted(CeremonyRecord ceremony) => new(
        ceremony.PlanDigest, [.. ceremony.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement))]);

    private string State() => world.Ask((_, ledger) => string.Join("\n", ledger.Everything
        .Where(document => document.Kind != RefusalRecord.KindName)
        .Select(document => document.Kind + " " + document.Id + " " + System.Text.Encoding.UTF8.GetString(document.ToBytes()))));
}
