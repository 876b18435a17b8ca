using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A plan says how wide a cross-certificate is wherever nothing of it is limited, whatever limits it was given.</summary>
public class CrossSignWordsTests
{
    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData(null, "any", "2.5.29.32.0", true)]
    [InlineData(0, null, null, false)]
    [InlineData(null, "serverAuth", null, false)]
    [InlineData(null, null, "1.2.3.4", false)]
    public void LimitsThatLimitNothingAreNone(int? pathLength, string? usage, string? policy, bool isWide)
    {
        using var world = new World();
        world.MakeRoot();
        var limits = TestCA.Input("CN=Far");
        (limits.Validity, limits.PathLength) = ("1y", pathLength);
        limits.ExtendedKeyUsages = usage is null ? [] : [usage];
        limits.CertificatePolicies = policy is null ? [] : [policy];

        var ceremony = world.Service.Start(
            new CeremonyRequest
            {
                Operation = "CrossSign", Issuer = "Root", Target = TestCA.Root(TestCA.Input("CN=Far")).Certificate, Spec = limits.Build(),
            },
            World.Ops);

        Assert.Equal(isWide, world.Service.Review(ceremony.CeremonyId).Lines.Any(line => line.Key == "NOT LIMITED"));
    }

    [Fact]
    public void ACAWithoutLimitsLimitsNothingEither()
    {
        using var world = new World();
        world.MakeRoot();

        var ceremony = world.Service.Start(
            new CeremonyRequest
            {
                Operation = "CrossSign", Issuer = "Root", Target = TestCA.Root(TestCA.Input("CN=Far")).Certificate,
                Like = TestCA.Root(TestCA.Input("CN=Wide")).Certificate,
            },
            World.Ops);

        Assert.Contains(world.Service.Review(ceremony.CeremonyId).Lines, line => line.Key == "NOT LIMITED");
    }
}
