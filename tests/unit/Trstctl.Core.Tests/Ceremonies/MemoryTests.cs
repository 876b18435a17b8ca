using System.Globalization;
using Trstctl.Ceremonies;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// Reads the memory of this very process, which made, dealt, opened and used a key, and released the shares as well. What is looked
/// for is kept masked, so that the search does not find itself.
/// </summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Conformance", "K01")]
    public void TheKeyIsNotInMemoryAfterItWasUsed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var world = new World();
        var masking = new MaskingCustody(new SoftwareCustody(null));
        world.Connection.Custody = masking;
        world.MakeQuorumRoot();
        var afterDealing = Found(masking.Masked);
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Root" }, World.Ops), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        var afterUse = Found(masking.Masked);
        var kept = Unmasked(masking.Masked);
        var control = Found(masking.Masked);

        output.WriteLine(
            $"copies of the private scalar: {afterDealing} after dealing, {afterUse} after use, {control} with one kept on purpose");
        GC.KeepAlive(kept);
        Assert.True(control > afterUse, "the search does not find a copy that is there");
        Assert.Equal(0, afterUse);
    }

    private static byte[] Unmasked(byte[] masked) => [.. masked.Select(b => (byte)(b ^ MaskingCustody.Mask))];

    private static int Found(byte[] masked)
    {
        var prefix = new byte[4];
        for (var i = 0; i < prefix.Length; i++)
        {
            prefix[i] = (byte)(masked[i] ^ MaskingCustody.Mask);
        }

        var found = 0;
        using var memory = new FileStream("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var buffer = GC.AllocateArray<byte>(1 << 20, pinned: true);
        foreach (var line in File
            .ReadAllLines("/proc/self/maps")
            .Where(l => l.Contains(" rw-p ", StringComparison.Ordinal) && !l.Contains("[v", StringComparison.Ordinal)))
        {
            var range = line.Split(' ')[0].Split('-');
            var (from, to) = (
                long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            found += Search(memory, from, to, buffer, prefix, masked);
        }

        Array.Clear(buffer);
        return found;
    }

    private static int Search(FileStream memory, long from, long to, byte[] buffer, byte[] prefix, byte[] masked)
    {
        var found = 0;
        for (var at = from; at < to; at += buffer.Length - masked.Length)
        {
            int read;
            try
            {
                memory.Position = at;
                read = memory.Read(buffer, 0, (int)Math.Min(buffer.Length, to - at));
            }
            catch (IOException)
            {
                return found;
            }

            for (var i = 0; i + masked.Length <= read; i++)
            {
                var next = buffer.AsSpan(i, read - i).IndexOf(prefix);
                if (next < 0 || i + next + masked.Length > read)
                {
                    break;
                }

                i += next;
                var equal = true;
                for (var k = 0; k < masked.Length && equal; k++)
                {
                    equal = (buffer[i + k] ^ MaskingCustody.Mask) == masked[k];
                }

                found += equal ? 1 : 0;
            }

            if (read < buffer.Length)
            {
                break;
            }
        }

        return found;
    }

    private sealed class MaskingCustody(IKeyCustody inner) : IKeyCustody
    {
        public const byte Mask = 0xA5;

        // RFC 5915: version 1, then the private scalar as an octet string.
        private static readonly byte[] BeforeScalar = [0x02, 0x01, 0x01, 0x04, 0x20];

        public byte[] Masked { get; private set; } = [];

        public IOpenKey Generate(KeyAlgorithm algorithm) => inner.Generate(algorithm);

        public byte[] Seal(SealedKeyHeader header, IOpenKey key) => inner.Seal(header, key);

        public IOpenKey Open(byte[] record, SealedKeyHeader expected) => inner.Open(record, expected);

        public (byte[] Record, IReadOnlyList<KeyShare> FileShares) Deal(
            SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders)
        {
            if (Masked.Length == 0)
            {
                using var pkcs8 = SoftwareKey.ExportPkcs8(key);
                var start = pkcs8.Bytes.AsSpan().IndexOf(BeforeScalar) + BeforeScalar.Length;
                Masked = new byte[32];
                for (var i = 0; i < Masked.Length; i++)
                {
                    Masked[i] = (byte)(pkcs8.Bytes[start + i] ^ Mask);
                }
            }

            return inner.Deal(header, key, needed, epoch, holders);
        }

        public IOpenKey OpenShared(
            byte[] record, SealedKeyHeader expected, int needed, int epoch, IReadOnlyList<string> custodians,
            IReadOnlyList<KeyShare> shares) =>
            inner.OpenShared(record, expected, needed, epoch, custodians, shares);
    }
}
