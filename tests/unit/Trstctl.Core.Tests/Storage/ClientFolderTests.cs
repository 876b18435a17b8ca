using System.Runtime.Versioning;
using System.Text;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Storage;

/// <summary>The client's own folder, full, removed, open to others or in another process's hands. What makes it so here does so for root
/// too: something else in the place of a file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClientFolderTests : IDisposable
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
    private static readonly string Hex64 = new('a', 64);
    private readonly World world = new();
    private readonly Warnings warnings = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "S04")]
    public void WhatCannotBeKeptIsWarnedOfBesideTheResultAndMadeGoodLater()
    {
        Obstruct("client");
        var before = Mark("client");

        var root = world.MakeRoot();

        Assert.NotNull(root);
        Assert.Contains(world.Connection.TakeWarnings(), text => text.Contains("could not keep how far the tenant's ledger had come"));
        Assert.Equal(before, Mark("client"));
        Directory.Delete(PathOf("client", "client.lock"));
        world.Ask((_, _) => true);
        Assert.Empty(world.Connection.TakeWarnings());
        Assert.NotEqual(before, Mark("client"));
    }

    [Fact]
    [Trait("Conformance", "S04")]
    public void AClientWhoseFolderWasTakenAwayLosesNoResult()
    {
        var connection = world.Connection;
        Directory.Delete(PathOf("client"), recursive: true);
        File.WriteAllText(PathOf("client"), "in its place");

        Assert.NotNull(world.MakeRoot());
        Assert.NotEmpty(connection.TakeWarnings());
        File.Delete(PathOf("client"));
        world.Ask((_, _) => true);
        Assert.Equal(2, Directory.GetFiles(PathOf("client"), "pin-*.json").Length);
        Assert.NotEmpty(MarkFiles("client"));
    }

    [Fact]
    [Trait("Conformance", "S04")]
    public void WhoMeetsATenantAndCannotPinItConnectsAndIsWarned()
    {
        File.WriteAllText(PathOf("new"), "in its place");

        using var connection = world.Connect("new");

        Assert.True(connection.NewlyPinned);
        Assert.Contains(connection.TakeWarnings(), text => text.Contains("could not keep which tenant this store holds"));
    }

    /// <summary>It was read when the act had its lock, and what stands in the ledger does not depend on it.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void AMarkThatIsDamagedDuringTheActLosesNoResult()
    {
        var connection = world.ConnectWatched(method =>
        {
            if (method == nameof(Trstctl.Storage.IUnitOfWork.InsertEvent))
            {
                MarkFiles("watched").ToList().ForEach(file => File.WriteAllText(file, "{"));
            }
        });

        var ceremony = new CeremonyService(connection).Start(
            new CeremonyRequest { Operation = "Root", Spec = World.Spec("CN=Root") }, World.Ops);

        Assert.NotEmpty(ceremony.CeremonyId);
        Assert.NotEmpty(connection.TakeWarnings());
        Scratch.Refused(ErrorId.ClientStateDamaged, () => connection.Read((_, _) => true));
    }

    /// <summary>The first act of all: nothing of it was looked at before there was a tenant.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void APinThatIsDamagedDuringTheFoundingLosesNoResult()
    {
        using var fresh = World.Unfounded();
        var folder = Path.Combine(fresh.Folder, "watched");
        var client = new ClientState(new ClientFolder(folder, warnings));
        string[] files = [.. StoreFolder.Open(Path.Combine(fresh.Folder, "store")).Places
            .Select(place => client.PinFile(place, "default"))];
        var connection = fresh.ConnectWatched(method =>
        {
            if (method == nameof(IUnitOfWork.Commit))
            {
                Directory.CreateDirectory(folder, (UnixFileMode)0x1C0);
                files.ToList().ForEach(file => File.WriteAllText(file, "{"));
            }
        });

        var genesis = new CeremonyService(connection).Start(
            new CeremonyRequest { Operation = "Roster", Roster = World.Draft() }, World.Ops);

        Assert.NotEmpty(genesis.CeremonyId);
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("pin")]
    [Trait("Conformance", "R17")]
    public void WhatIsThereAndCannotBeReadRefuses(string kind)
    {
        using var scratch = new Scratch();
        world.Connect("reader").Dispose();

        var files = Directory.GetFiles(PathOf("reader"), kind + "-*");
        Assert.Equal(kind == "mark" ? 1 : 2, files.Length);
        foreach (var file in files)
        {
            var content = File.ReadAllBytes(file);
            File.WriteAllText(file, "{");
            Scratch.Refused(ErrorId.ClientStateDamaged, () => world.Connect("reader"));
            File.WriteAllBytes(file, content);
            File.SetUnixFileMode(file, Open);
            Scratch.Refused(ErrorId.PermissionsTooOpen, () => world.Connect("reader"));
            File.Delete(file);
            Assert.Equal(0, scratch.Run("mkfifo", "-m", "600", file).Code);
            Scratch.Refused(ErrorId.ClientStateDamaged, () => world.Connect("reader"));
            File.Delete(file);
            Directory.CreateDirectory(file);
            Scratch.Refused(ErrorId.PermissionsTooOpen, () => world.Connect("reader"));
            Directory.Delete(file);
            File.WriteAllBytes(file, content);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var again = world.Connect("reader");
        Assert.False(again.NewlyPinned || again.IsMarkMissing);
    }

    [Fact]
    [Trait("Conformance", "K03")]
    public void AFolderThatOthersMayUseIsRefusedUnlessItIsEmpty()
    {
        Directory.CreateDirectory(PathOf("made"), (UnixFileMode)0x1ED);
        using (world.Connect("made"))
        {
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(PathOf("made")));
        }

        File.SetUnixFileMode(PathOf("made"), (UnixFileMode)0x1ED);
        Scratch.Refused(ErrorId.PermissionsTooOpen, () => world.Connect("made"));
    }

    [Fact]
    [Trait("Conformance", "K03")]
    public void EveryFileOfStoreAndClientIsItsOwnersAlone()
    {
        world.MakeRoot();

        string[] files =
        [
            .. Directory.GetFiles(PathOf("client")),
            .. Directory.GetFiles(PathOf("store"), "*", SearchOption.AllDirectories),
        ];
        Assert.Contains(files, file => file.EndsWith("default.db.lock", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("client.lock", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void WhatPeopleSettledIsRefusedWhereItCannotBeKept()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        world.Disconnect();
        world.PutBack(copy, "store");
        string agreed;
        using (var other = world.ConnectTo("store", "other"))
        {
            agreed = other.Ask((_, ledger) => ledger.Head).ToString();
        }

        Obstruct("client");
        Scratch.Refused(ErrorId.StoreUnavailable, () => world.ConnectTo("store", "client", accept: agreed));
        Directory.Delete(PathOf("client", "client.lock"));
        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("store", "client"));
        using var settled = world.ConnectTo("store", "client", accept: agreed);
        Assert.NotNull(settled.MakeRoot("CN=After"));
    }

    [Fact]
    public void WhatADeadProcessLeftGoesAndWhatALivingOneWritesStays()
    {
        string[] names = [$"mark-{Hex64}.1.{Guid.NewGuid():N}.tmp", $"pin-{Hex64}.json.{Guid.NewGuid():N}.tmp"];
        string[] all = [.. names, "notes.tmp"];
        foreach (var name in all)
        {
            File.WriteAllText(PathOf("client", name), "half");
        }

        using (new FileStream(PathOf("client", names[0]), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            world.StartRoot();
            Assert.Equal([names[0], "notes.tmp"], Left());
        }

        world.StartRoot("CN=Other");
        Assert.Equal(["notes.tmp"], Left());
        string[] Left() => [.. Directory.GetFiles(PathOf("client"), "*.tmp").Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
    }

    /// <summary>Waited for once, for seconds; then at every occasion it is tried, and no more.</summary>
    [Fact]
    public void AProcessThatHoldsTheLockForEverIsNotWaitedForWithoutEnd()
    {
        var client = new ClientState(new ClientFolder(PathOf("client"), warnings));
        var mark = new ClientMark(new LedgerPoint(7, Digest.Of([1])), "n", []);
        using (new FileStream(PathOf("client", "client.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            client.Keep("t", marks => marks.Raise(mark, _ => true));
            Assert.Single(warnings.Take());
            for (var i = 0; i < 100; i++)
            {
                client.Keep("t", marks => marks.Raise(mark, _ => true));
            }

            Assert.Null(client.Marks("t").Tenant);
        }

        Assert.Single(warnings.Take());
        client.Keep("t", marks => marks.Raise(mark, _ => true));
        Assert.Equal(7, client.Marks("t").Tenant!.Point.Size);
        Assert.Empty(warnings.Take());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void WhatIsInTheWayForAMomentIsTriedAgain(int failures)
    {
        var tries = 0;
        int Act() => ++tries <= failures ? throw new IOException("taken") : tries;

        if (failures < 5)
        {
            Assert.Equal(failures + 1, Retried.Do(Act, 5, e => e is IOException));
        }
        else
        {
            Assert.Throws<IOException>(() => Retried.Do(Act, 5, e => e is IOException));
            Assert.Equal(5, tries);
        }
    }

    [Fact]
    public void WhatDoesNotPassIsNotTriedAgain()
    {
        var tries = 0;
        int Act() => ++tries < 3 ? throw new IOException("no space") : tries;

        Assert.Throws<IOException>(() => Retried.Do(Act, 5, _ => false));
        Assert.Equal(1, tries);
    }

    /// <summary>Marks that hold as much as they may, given up again and again.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void WhatAClientWritesItReadsAgain()
    {
        var client = new ClientState(new ClientFolder(PathOf("client"), warnings));
        var restorations = Enumerable.Range(1, 1024).Select(i => new LedgerPoint(i, Digest.Of([1]))).ToArray();
        var retired = Enumerable.Range(1, 4096).Select(i => Digest.Of(BitConverter.GetBytes(i))).ToArray();
        ClientMark Seen(int size) => new(new LedgerPoint(size, Digest.Of([2])), new string('n', 300), restorations) { Retired = retired };
        client.Keep("t", marks => marks.Raise(Seen(100), _ => true));
        for (var place = 0; place < 40; place++)
        {
            client.Keep("t", marks => marks.RaiseAt(Place(place), null, Seen(100)));
        }

        for (var size = 100; size < 108; size++)
        {
            client.Keep("t", marks => marks.GiveUp(Seen(size), Seen(size + 1)));
            Assert.Equal(100, client.Marks("t").Tenant!.Untold!.Size);
        }

        Assert.NotNull(client.Marks("t").At(Place(39)));

        Assert.Empty(warnings.Take());
    }

    /// <summary>A copy of the store that was looked at in passing goes before the place that is used.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void OfManyPlacesThoseThatWereRaisedLastAreRemembered()
    {
        var client = new ClientState(new ClientFolder(PathOf("client"), warnings));
        var mark = new ClientMark(new LedgerPoint(7, Digest.Of([1])), "n", []);
        for (var place = 0; place < 2 * ClientMarks.MostPlaces; place++)
        {
            client.Keep("t", marks => marks.RaiseAt(Place(0), marks.At(Place(0)), mark).RaiseAt(Place(place + 1), null, mark));
        }

        var found = client.Marks("t");
        Assert.Equal(ClientMarks.MostPlaces, found.Places.Count);
        Assert.NotNull(found.At(Place(0)));
        Assert.Null(found.At(Place(1)));
    }

    /// <summary>Neither length nor time tells it: the bytes do.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void WhatAnotherProcessWroteIsReadAlsoWhereLengthAndTimeAreTheSame()
    {
        var client = new ClientState(new ClientFolder(PathOf("client"), warnings));
        client.Keep("t", marks => marks.Raise(new ClientMark(new LedgerPoint(7, Digest.Of([1])), "n", []), _ => true));
        Assert.Equal(7, client.Marks("t").Tenant!.Point.Size);
        var file = PathOf("client", "mark-t.1");
        Rewrite(file, text => text.Replace("\"size\":7", "\"size\":8"));

        Assert.Equal(8, client.Marks("t").Tenant!.Point.Size);
        Rewrite(file, text => text.Replace("\"size\":8", "\"size\":x"));
        Scratch.Refused(ErrorId.ClientStateDamaged, () => client.Marks("t"));
        File.Delete(file);
        Assert.Null(client.Marks("t").Tenant);
    }

    /// <summary>What was read once is not believed of a file that others may write by now.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void AFileThatWasOpenedToOthersSinceItWasReadIsRefused()
    {
        var client = new ClientState(new ClientFolder(PathOf("client"), warnings));
        client.Keep("t", marks => marks.Raise(new ClientMark(new LedgerPoint(7, Digest.Of([1])), "n", []), _ => true));
        Assert.NotNull(client.Marks("t").Tenant);
        File.SetUnixFileMode(PathOf("client", "mark-t.1"), Open);

        Scratch.Refused(ErrorId.PermissionsTooOpen, () => client.Marks("t"));
    }

    /// <summary>It stands in the first event's header, which nobody has verified yet.</summary>
    [Theory]
    [InlineData("../mark")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void ATenantIdLeadsNotOutOfTheFolder(string id) =>
        Scratch.Refused(ErrorId.FormatInvalid, () => new ClientState(new ClientFolder(PathOf("client"), warnings)).Marks(id));

    private static Digest Place(int number) => Digest.Of(BitConverter.GetBytes(number));

    private string PathOf(params string[] names) => Path.Combine([world.Folder, .. names]);

    private string[] MarkFiles(string client) => Directory.GetFiles(PathOf(client), "mark-*");

    private string Mark(string client) => string.Concat(MarkFiles(client).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    // The file of the first turn, whole again.
    private static void Rewrite(string file, Func<string, string> change)
    {
        var time = File.GetLastWriteTimeUtc(file);
        var text = Encoding.UTF8.GetString(TurnFile.Newest("mark", [File.ReadAllBytes(file)])!.Content);
        Assert.NotEqual(text, change(text));
        File.WriteAllBytes(file, TurnFile.Next(null, Encoding.UTF8.GetBytes(change(text))).ToBytes());
        File.SetLastWriteTimeUtc(file, time);
    }

    // Nothing can be written, and everything be read.
    private void Obstruct(string client)
    {
        File.Delete(PathOf(client, "client.lock"));
        Directory.CreateDirectory(PathOf(client, "client.lock"));
    }
}
