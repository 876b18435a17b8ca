using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>Custodians, one fewer than the quorum, who pool everything they have, the host's secrets included.</summary>
[Trait("Attacker", "m-1 custodians")]
public sealed class FewerThanTheQuorumTests
{
    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "F08")]
    public void TheirApprovalsRunNothingAndTheirSharesOpenNothing(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("""
            $two = @{ Certificate = $ops; ShareHolder = $custodians[0], $custodians[1], $custodians[1], $custodians[0] }
            $c = Sign (Open-It) 0, 1
            """);

        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c $two"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent key.*, ceremony.completed).Count"));

        // The third approved in good faith, days ago, and is not present.
        founded.Run("$c = Sign $c 2");
        DualLock.StopWaitingWith(founded, 2, "Run-It $c $two");
    }
}
