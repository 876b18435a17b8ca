using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;

namespace Trstctl.Core.Tests.Storage;

/// <summary>A sealer under Windows data protection needs nothing that a caller holds. That it opens is seen where tests/windows runs;
/// here, that it is tried.</summary>
public sealed class DataProtectionTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(ProtectorKind.DpapiUser)]
    [InlineData(ProtectorKind.DpapiMachine)]
    [Trait("Conformance", "K02")]
    public void WhoHoldsNothingIsOpenedToByDataProtection(ProtectorKind kind)
    {
        Protect(kind);
        if (!OperatingSystem.IsWindows())
        {
            var error = Scratch.Refused(ErrorId.PlatformUnsupported, () => Connect());
            Assert.Contains("DPAPI", error.Message);
        }

        Connect(readOnly: true).Dispose();
    }

    [Fact]
    [Trait("Conformance", "K02")]
    public void WhoHoldsNothingIsAskedForIt()
    {
        Scratch.Refused(ErrorId.SecretMissing, () => Connect());
        Connect(readOnly: true).Dispose();
    }

    [Fact]
    [Trait("Conformance", "K02")]
    public void WhatIsGivenIsNotReplacedByDataProtection()
    {
        Protect(ProtectorKind.DpapiUser);
        var error = Scratch.Refused(ErrorId.KeyUnavailable, () => Connect(secret: world.Secret));
        Assert.Contains("DpapiUser, not by KeyFile", error.Message);
    }

    private void Protect(ProtectorKind kind)
    {
        world.Disconnect();
        world.Sql(
            "UPDATE settings SET value = CAST(REPLACE(CAST(value AS TEXT), '\"KeyFile\"', $kind) AS BLOB) WHERE name = 'sealer.ledger'",
            ("$kind", $"\"{kind}\""));
    }

    private StoreConnection Connect(bool readOnly = false, ProtectorSecret? secret = null) => Store.Connect(
        Path.Combine(world.Folder, "store"),
        new()
        {
            ReadOnly = readOnly,
            LedgerSecret = secret,
            ClientStatePath = Path.Combine(world.Folder, "data protection"),
            Clock = new FixedClock(world.Now),
        });

    private sealed class FixedClock(DateTime now) : IClock
    {
        public DateTime UtcNow => now;
    }
}
