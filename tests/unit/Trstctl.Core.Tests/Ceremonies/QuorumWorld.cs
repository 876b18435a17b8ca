using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Rosters;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A world whose root Parent is held under the quorum's shares, and the operations that open its key.</summary>
internal sealed class QuorumWorld : IDisposable
{
    private static readonly byte[] Foreign = Trstctl.Core.Tests.Certificates.TestCA.Root().Certificate;

    private static readonly Lazy<WorldImage> WithParent = new(() => new WorldImage(new World(), world =>
    {
        var request = new CeremonyRequest { Operation = "Root", Spec = Spec("CN=Parent", "Quorum") };
        var ceremony = world.Approve(world.Service.Start(request, World.Ops), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());
    }));

    public static TheoryData<string> Operations => ["Intermediate", "Rotation", "CrossSign", "DestroyKey", "Roster"];

    public World World { get; } = new(WithParent.Value);

    public static CASpec Spec(string subject, string custody) =>
        new CASpecInput {
            Subject = subject, Validity = subject == "CN=Parent" ? "10y" : "5y", KeyAlgorithm = "ECDSA-P256", Custody = custody }.Build();

    /// <summary>Custodians at the console, who wait for nobody.</summary>
    public static ExecutionOptions With(params int[] holders) => new()
    {
        Executor = World.Ops,
        ShareHolders = [.. holders.Select(Holder)],
        Timeout = TimeSpan.Zero,
    };

    public static ShareHolder Holder(int custodian) => new(World.Custodians[custodian], [], []);

    public CeremonyRecord Start(string operation) => World.Service.Start(
        new CeremonyRequest
        {
            Operation = operation,
            Spec = operation == "Intermediate" ? Spec("CN=New", "Operational") : null,
            Issuer = operation is "Intermediate" or "CrossSign" ? "Parent" : null,
            Authority = operation is "Rotation" or "DestroyKey" ? "Parent" : null,
            Target = operation == "CrossSign" ? Foreign : null,
            Roster = operation == "Roster"
                ? World.Draft() with {
                    Policy = new RosterPolicy(), Base = World.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.Digest) }
                : null,
            Gathering = TimeSpan.FromHours(2),
            Use = TimeSpan.FromHours(2),
        },
        World.Ops);

    public CeremonyRecord Approved(string operation) => World.Approve(Start(operation), 0, 1, 2);

    public IReadOnlyList<Document> Run(CeremonyRecord ceremony, ExecutionOptions? options = null) =>
        World.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), options ?? With(0, 1, 2));

    public void Dispose() => World.Dispose();
}
