using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Storage;

/// <summary>What a copy must hold, and how it is read where nothing can be written.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private const string Log = "-wal";
    private const string SharedMemory = "-shm";
    private readonly Scratch scratch = new();

    /// <summary>What stands beside the database.</summary>
    public static TheoryData<string[]> Left => [Array.Empty<string>(), new[] { Log }, new[] { Log, SharedMemory }];

    /// <summary>The same, where this process may mount; in a folder of its own where not.</summary>
    public static TheoryData<string[], bool> LeftOnMedium => new()
    {
        { [], Medium.CanMount }, { [Log], Medium.CanMount }, { [Log, SharedMemory], Medium.CanMount },
    };

    public void Dispose() => scratch.Dispose();

    /// <summary>What it would take is said before it is taken.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void ALogThatIsTooLongToCopyIsRefused()
    {
        _ = Leave([Log]);
        using (var log = new FileStream(Database + Log, FileMode.Open))
        {
            log.SetLength(5L << 30);
        }

        // What SQLite itself reads there it reads without a copy.
        using var medium = Medium.CanMount ? Medium.Of(scratch["copy"], scratch["medium"]) : null;
        var (file, copies) = (medium is null ? Database : Path.Combine(scratch["medium"], "tenants", "default.db"), Copies());
        if (medium is not null)
        {
            var refusal = Scratch.Refused(ErrorId.FileUnreadable, () => SqliteTenantStore.Open(file, readOnly: true));
            Assert.Contains("-wal", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(copies, Copies());
    }

    [Fact]
    [Trait("Conformance", "S01")]
    public void TheFileAloneHoldsEverythingWhoeverEndsWithoutClosing()
    {
        using var world = World.Unfounded();
        world.Found();
        world.MakeRoot();

        Lay(world);

        Assert.Equal(world.Ask((_, ledger) => ledger.Size), SizeOf("copy"));
    }

    [Theory]
    [MemberData(nameof(Left))]
    [Trait("Conformance", "S04")]
    public void ReadsWhereNothingCanBeMadeBesideTheDatabase(string[] left)
    {
        var size = Leave(left);
        if (!left.Contains(SharedMemory))
        {
            // In its place: who reads cannot make it, root neither.
            Block(Database);
        }

        var copies = Copies();
        using (var store = SqliteTenantStore.Open(Database, readOnly: true))
        using (var work = store.Read())
        {
            Assert.Equal(size, work.LastSequence() + 1);
        }

        Assert.Equal(copies, Copies());
    }

    [Theory]
    [MemberData(nameof(LeftOnMedium))]
    [Trait("Conformance", "S04")]
    public void ReadsFromAReadOnlyMedium(string[] left, bool isMounted)
    {
        var size = Leave(left);
        using var medium = isMounted ? Medium.Of(scratch["copy"], scratch["medium"]) : null;

        Assert.Equal(size, SizeOf(isMounted ? "medium" : "copy"));
    }

    [Fact]
    public void ADatabaseWhoseNameIsNoAddressIsRead()
    {
        _ = Leave([]);
        var odd = Path.Combine(scratch["copy"], "tenants", "100%41 ?mode=rwc#.db");
        File.Move(Database, odd);
        Block(odd);

        using var store = SqliteTenantStore.Open(odd, readOnly: true);
        using var work = store.Read();

        Assert.NotNull(work.Event(0));
    }

    // SQLite follows no link there; a folder it would open.
    private static void Block(string database)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(database + SharedMemory);
        }
        else
        {
            File.CreateSymbolicLink(database + SharedMemory, database);
        }
    }

    private string Database => Path.Combine(scratch["copy"], "tenants", "default.db");

    // A reader keeps what was committed last in the log, where there shall be one; without it the file has everything.
    private long Leave(string[] left)
    {
        using var world = new World();
        using (var reader = SqliteTenantStore.Open(world.Database, readOnly: true))
        using (var work = left.Length > 0 ? reader.Read() : null)
        {
            _ = work?.Event(0);
            world.StartRoot();
            Lay(world, left);
        }

        return world.Ask((_, ledger) => ledger.Size);
    }

    private void Lay(World world, params string[] left)
    {
        var tenants = Directory.CreateDirectory(Path.Combine(scratch["copy"], "tenants")).FullName;
        File.Copy(Path.Combine(world.Folder, "store", "store.json"), Path.Combine(scratch["copy"], "store.json"));
        foreach (var suffix in left.Prepend(string.Empty))
        {
            using var source = new FileStream(world.Database + suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(tenants, "default.db" + suffix));
            source.CopyTo(target);
        }
    }

    // Nothing is made where nothing can be made, and no copy is left behind elsewhere.
    private long SizeOf(string folder)
    {
        var (before, copies) = (Files(folder), Copies());
        long size;
        using (var connection = Store.Connect(
            scratch[folder], new ConnectionOptions { ReadOnly = true, ClientStatePath = scratch[Guid.NewGuid().ToString()] }))
        {
            size = connection.Read((_, ledger) => ledger!.Size);
            Assert.True(folder == "copy" || Files(folder).SequenceEqual(before));
        }

        Assert.Equal(copies, Copies());
        return size;
    }

    private List<string> Files(string folder) =>
        [.. Directory.GetFileSystemEntries(scratch[folder], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string[] Copies() => Directory.GetDirectories(Path.GetTempPath(), "trstctl-*");
}
