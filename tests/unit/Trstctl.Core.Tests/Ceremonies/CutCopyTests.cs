using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.Ledger;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A damaged copy goes on from its last sound checkpoint, where its restorer says so, and loses what he was told.</summary>
public sealed class CutCopyTests : IDisposable
{
    private readonly World world = new();
    private readonly long before;
    private readonly LedgerPoint point;

    public CutCopyTests()
    {
        world.MakeRoot("CN=Kept");
        point = world.Ask((_, ledger) => ledger.Head);
        before = point.Size;
        world.StartRoot("CN=Waiting");
        world.MakeRoot("CN=Gone");
    }

    public void Dispose() => world.Dispose();

    public static TheoryData<string> Damages => [.. Damaging.Keys];

    // Each damages the event right after the point, or what covers it.
    private static readonly Dictionary<string, string> Damaging = new()
    {
        ["data changed"] = "UPDATE events SET data = CAST(REPLACE(CAST(data AS TEXT), 'MII', 'MIJ') AS BLOB) WHERE seq = $n",
        ["data missing"] = "UPDATE events SET data = x'' WHERE seq = $n",
        ["salt changed"] = "UPDATE events SET salt = zeroblob(32) WHERE seq = $n",
        ["header changed"] = "UPDATE events SET header = x'7b7d' WHERE seq = $n",
        ["row missing"] = "DELETE FROM events WHERE seq = $n",
        ["another type"] = "UPDATE events SET data = 'text' WHERE seq = $n",
        ["notes missing"] = "DELETE FROM checkpoints WHERE size > $n",
        ["notes changed"] = "UPDATE checkpoints SET note = REPLACE(note, 'trstctl/', 'trstctl-') WHERE size > $n",
        ["swapped"] = "UPDATE events SET seq = 100000 WHERE seq = $n; UPDATE events SET seq = $n WHERE seq = $n + 1; "
            + "UPDATE events SET seq = $n + 1 WHERE seq = 100000",
    };

    [Theory]
    [MemberData(nameof(Damages))]
    [Trait("Conformance", "R13")]
    public void ADamagedCopyIsCutAtItsLastSoundCheckpointAndNeverInSilence(string damage)
    {
        var last = world.Ask((_, ledger) => ledger.Size) - 1;
        world.Disconnect();
        world.Sql(Damaging[damage], ("$n", before));
        var copy = world.Copy("copy");
        Scratch.Refused(ErrorId.RestoreRefused, () => world.Restore(copy, "new"));

        var lost = world.DamageOf(copy)!;
        Assert.Equal((before, last), (lost.Sound, lost.Last));
        using var restored = world.Restore(copy, "new", oldKey: "key", cut: lost);

        Assert.Equal(point, restored.Ask((_, ledger) => ledger.PointAt(before)));
        Assert.Equal(before + 1, restored.Ask((_, ledger) => ledger.Size));
        restored.Resume(0, 1, 2);
        Assert.Equal(
            "Kept", restored.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).Single()).Name);
        Assert.NotEmpty(restored.StartIntermediate("Kept").CeremonyId);
        Assert.True(new LedgerAudit(restored.Connection).Run().IsValid);
    }

    /// <summary>A note that cannot be verified is no damage of the events before the next one that can.</summary>
    [Fact]
    public void ALostNoteInBetweenLosesNothing()
    {
        var size = world.Ask((_, ledger) => ledger.Size);
        world.StartRoot("CN=Last");
        world.Disconnect();
        world.Sql("DELETE FROM checkpoints WHERE size = $n", ("$n", before));
        world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = $n", ("$n", size));
        var lost = world.DamageOf(world.Copy("copy"))!;

        Assert.Equal((size, size), (lost.Sound, lost.Last));
    }

    [Fact]
    public void AWholeCopyLosesNothing()
    {
        var copy = world.Copy("copy");
        var size = world.Ask((_, ledger) => ledger.Size);
        Assert.Null(world.DamageOf(copy));
        Scratch.Refused(ErrorId.RestoreRefused, () => world.Restore(copy, "new", cut: new CopyDamage(before, size - 1, "so they say")));
        Assert.False(Directory.Exists(Path.Combine(world.Folder, "new")));

        using var restored = world.Restore(copy, "new");
        Assert.Equal(size + 1, restored.Ask((_, ledger) => ledger.Size));
    }

    [Fact]
    public void NotOneEventMoreIsCutThanWasAgreedTo()
    {
        world.Disconnect();
        world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = $n", ("$n", before));
        var lost = world.DamageOf(world.Copy("copy"))!;
        world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = $n", ("$n", before - 1));
        var worse = world.Copy("worse");

        Assert.Contains(
            "as it was when it was looked at",
            Scratch.Refused(ErrorId.RestoreRefused, () => world.Restore(worse, "new", cut: lost)).Message);
        Assert.False(Directory.Exists(Path.Combine(world.Folder, "new")));
    }

    [Fact]
    public void WhatIsNowhereSoundIsRefused()
    {
        world.Disconnect();
        world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = 0");
        var copy = world.Copy("copy");

        Assert.Contains("no checkpoint", Scratch.Refused(ErrorId.RestoreRefused, () => world.DamageOf(copy)).Message);
    }

    /// <summary>What was sealed after the cut, and rows that no event made, stay in the damaged file.</summary>
    [Fact]
    public void NothingOfWhatWasCutIsInTheNewFile()
    {
        var gone = world.Ask((_, ledger) => ledger.State.All<KeyRecord>(KeyRecord.KindName)
            .Single(key => KeyOwner.Of(key, ledger.State).Name == "Gone"));
        world.Disconnect();
        world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = $n", ("$n", before));
        var copy = world.Copy("copy");
        using var restored = world.Restore(copy, "new", cut: world.DamageOf(copy)!);

        Assert.Null(restored.Connection.Peek(work => work.SealedKey(gone.KeyId, 1)));
        Assert.DoesNotContain(
            "Gone", restored.Connection.Peek(work => string.Concat(
                work.Documents.All().Select(row => System.Text.Encoding.UTF8.GetString(row.Body)))));
        Assert.Empty(Directory.GetFileSystemEntries(world.Folder, "*restoring*"));
    }

    /// <summary>A file that ends early: what SQLite still reads of it is judged as everything else.</summary>
    [Fact]
    [Trait("Conformance", "R13")]
    public void ATornFileIsCutToo()
    {
        const int Page = 4096;
        var size = world.Ask((_, ledger) => ledger.Size);
        world.Disconnect();
        var (whole, torn) = (File.ReadAllBytes(world.Copy("copy")), Path.Combine(world.Folder, "torn.db"));
        void Tear(int pages) => File.WriteAllBytes(torn, whole[..^(pages * Page)]);

        Tear(1);
        Scratch.Refused(ErrorId.RestoreRefused, () => world.Restore(torn, "new"));
        var pages = 1;
        for (; world.DamageOf(torn)!.Sound == size; pages++)
        {
            Assert.Equal(size - 1, world.DamageOf(torn)!.Last);
            Tear(pages + 1);
        }

        var lost = world.DamageOf(torn)!;
        Assert.InRange(lost.Sound, 1, size - 1);
        using var cut = world.Restore(torn, "new", cut: lost);
        Assert.Equal(lost.Sound + 1, cut.Ask((_, ledger) => ledger.Size));
        Tear(pages - 1);
        using var all = world.Restore(torn, "newer", cut: world.DamageOf(torn));
        Assert.Equal(size + 1, all.Ask((_, ledger) => ledger.Size));
    }

    /// <summary>What its header says it had is not made up: 60 GiB would be.</summary>
    [Theory]
    [InlineData(0x00, 0xF0, 0x00, 0x00)]
    [InlineData(0xFF, 0xFF, 0xFF, 0xFF)]
    [Trait("Conformance", "F09")]
    public void AFileThatClaimsMorePagesThanItHasGrowsByNone(params int[] pages)
    {
        var size = world.Ask((_, ledger) => ledger.Size);
        world.Disconnect();
        var copy = world.Copy("copy");
        using (var file = new FileStream(copy, FileMode.Open))
        {
            file.Position = 28;
            file.Write([.. pages.Select(octet => (byte)octet)]);
        }

        var length = new FileInfo(copy).Length;
        Assert.Equal(new CopyDamage(size, size - 1, "The file ends before its last page."), DamagedCopy.Of(copy, copy));
        Assert.Equal(length, new FileInfo(copy).Length);
    }

    /// <summary>The client that saw what is cut is told so, as of any older copy.</summary>
    [Fact]
    public void WhoSawWhatIsCutGivesItUp()
    {
        var seen = world.Ask((_, ledger) => ledger.Head);
        world.Disconnect();
        world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = $n", ("$n", before));
        var copy = world.Copy("copy");
        using var restored = world.Restore(copy, "new", cut: world.DamageOf(copy)!);

        Assert.Equal(seen.ToString(), restored.Connection.GivenUpHead);
    }
}
