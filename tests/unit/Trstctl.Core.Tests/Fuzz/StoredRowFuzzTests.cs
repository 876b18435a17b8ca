using System.Diagnostics;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.Storage.Sqlite;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Edits of every stored byte range: never an accepted forgery, never a failure that is not ours. TRSTCTL_FUZZ and TRSTCTL_SEED as
/// for the parsers.</summary>
public sealed class StoredRowFuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Places => [.. StoredRowTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Conformance", "F09")]
    public void AnEditIsRefusedOrChangesNothing(string place)
    {
        var target = StoredRowTargets.All[place]();
        var watch = Stopwatch.StartNew();
        var cases = target.Run(FuzzTarget.Cases(target.Bounded), FuzzTarget.Seed);
        output.WriteLine($"{place}: {cases} cases in {watch.Elapsed.TotalSeconds:F1} s, TRSTCTL_SEED={FuzzTarget.Seed}");
    }

    /// <summary>Bytes of the file itself, whatever of SQLite's they are: pages, cells, the schema, the header.</summary>
    [Fact]
    [Trait("Conformance", "F09")]
    public void BrokenPagesAreRefusedOrChangeNothing()
    {
        using var scratch = new Scratch();
        var (rich, file) = (RichHistory.One.Value, scratch["a.db"]);
        var whole = File.ReadAllBytes(rich.Database);
        var (tenant, text) = (rich.Restored.Connection.TenantId!, (string?)null);
        var target = new FuzzTarget("pages", random =>
        {
            var bytes = (byte[])whole.Clone();
            for (var rounds = 1 + random.Next(3); rounds > 0; rounds--)
            {
                // The header and the schema are small, and every page begins with what says how to read it.
                var at = random.Next(3) switch
                {
                    0 => random.Next(4096),
                    1 => (random.Next(bytes.Length / 4096) * 4096) + random.Next(64),
                    _ => random.Next(bytes.Length),
                };
                var length = Math.Min(bytes.Length - at, random.Next(4) == 0 ? random.Next(1, 512) : random.Next(1, 5));
                random.NextBytes(bytes.AsSpan(at, length));
            }

            var cut = random.Next(12) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            return (() => "a file", () =>
            {
                foreach (var name in new[] { file, file + "-wal", file + "-shm" })
                {
                    File.Delete(name);
                }

                File.WriteAllBytes(file, cut);
                using var store = SqliteTenantStore.Open(file, readOnly: false);
                using var work = store.Read();
                var ledger = new VerifiedLedger(tenant);
                Each(
                    () => ledger.Advance(work), () => work.Fault(), () => work.LastSequence(), () => work.Documents.All().Count(),
                    () => work.Setting("sealer.ledger"), () => work.Releases(rich.Request.Ceremony).Count(),
                    () => work.SealedKey(rich.Share.Context.KeyId, 1), () => new VerifiedLedger(tenant).LastSound(work));
                if (ledger.Size == rich.Rows.Events.Count)
                {
                    Assert.Equal(text ??= Text(rich), Text(ledger));
                }
                else
                {
                    Assert.True(rich.Restored.Ask((_, genuine) => genuine.Contains(ledger.Head)), "a forged history was accepted");
                }
            });
        })
        { Memory = 512 << 20 };
        var watch = Stopwatch.StartNew();
        var cases = target.Run(LongForm.Times("TRSTCTL_FUZZ_PAGES", 15, 20_000), FuzzTarget.Seed);
        output.WriteLine($"pages: {cases} cases in {watch.Elapsed.TotalSeconds:F1} s, TRSTCTL_SEED={FuzzTarget.Seed}");
    }

    private static void Each(params Action[] reads)
    {
        foreach (var read in reads)
        {
            try
            {
                read();
            }
            catch (TrstException)
            {
            }
        }
    }

    private static string Text(RichHistory rich) => rich.Restored.Ask((_, ledger) => Text(ledger));

    private static string Text(VerifiedLedger ledger) => string.Join("\n", ledger.Everything.Select(
        document => $"{document.Kind} {document.Id} {System.Text.Encoding.UTF8.GetString(document.ToBytes())}"));
}
