using System.Text.RegularExpressions;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Custody;

namespace Trstctl.Core.Tests.Storage;

/// <summary>A client knows a store again by where it really is, and by its id, whatever it is called.</summary>
[Trait("Conformance", "R17")]
public sealed class PlaceTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>By its path alone, in another spelling: the store claims another id.</summary>
    [Theory]
    [InlineData("link")]
    [InlineData("store/../store")]
    [InlineData("link/../store/.")]
    [InlineData("store/")]
    public void AnotherTenantAtAKnownPathIsRefusedInEverySpelling(string spelling)
    {
        PutAnother("store", withItsId: true);
        Directory.CreateSymbolicLink(PathOf("link"), PathOf("store"));

        var error = Scratch.Refused(ErrorId.TrustAnchorMissing, () => world.ConnectTo(spelling, "client", keyFile: "key.other"));
        Assert.True(File.Exists((string)error.Details[2]));
    }

    /// <summary>By its id alone: the folder was moved, or mounted somewhere else.</summary>
    [Fact]
    public void AnotherTenantInAKnownStoreIsRefusedAtEveryPath()
    {
        PutAnother("store", withItsId: false);
        Directory.Move(PathOf("store"), PathOf("moved"));

        Scratch.Refused(ErrorId.TrustAnchorMissing, () => world.ConnectTo("moved", "client", keyFile: "key.other"));
        using var stranger = world.ConnectTo("moved", "stranger", keyFile: "key.other");
        Assert.True(stranger.Connection.NewlyPinned);
    }

    [Fact]
    public void AStoreThatWasMovedIsKnownAgain()
    {
        world.Disconnect();
        Directory.Move(PathOf("store"), PathOf("moved"));

        using var moved = world.ConnectTo("moved", "client", keyFile: "key");

        Assert.False(moved.Connection.NewlyPinned);
    }

    /// <summary>Who edits the id gets a store that nobody has seen; its tenant's mark holds it all the same.</summary>
    [Fact]
    public void AnOlderCopyUnderANewIdAtANewPathIsHeldAgainstTheTenantsMark()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        world.PutAt(copy, "elsewhere");
        GiveAnotherId("elsewhere");

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("elsewhere", "client", keyFile: "key"));
    }

    /// <summary>A restored copy raises no tenant's mark: what was said in it, only the mark of its place holds.</summary>
    [Theory]
    [InlineData("moved")] // the id
    [InlineData("link")] // the path
    public void WhatWasSaidInARestoredStoreIsNotTakenBackUnderAnotherName(string name)
    {
        using (var restored = world.Restore(world.Copy("copy"), "new"))
        {
            var early = restored.CopyOf("new", "early");
            restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
            restored.Disconnect();
            world.PutBack(early, "new");
        }

        if (name == "moved")
        {
            Directory.Move(PathOf("new"), PathOf("moved"));
        }
        else
        {
            GiveAnotherId("new");
            Directory.CreateSymbolicLink(PathOf("link"), PathOf("new"));
        }

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo(name, "client", keyFile: "key.new"));
        using var stranger = world.ConnectTo(name, "stranger", keyFile: "key.new");
        Assert.NotNull(stranger.Connection.Roster);
    }

    /// <summary>The way out after an honest restore, too.</summary>
    [Fact]
    public void WhoSawMoreOfAnHonestlyRestoredStoreGoesOnWithWhatPeopleAgreedUpon()
    {
        using (var restored = world.Restore(world.Copy("copy"), "new"))
        {
            var early = restored.CopyOf("new", "early");
            restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
            restored.Disconnect();
            world.PutBack(early, "new");
        }

        string agreed;
        using (var other = world.ConnectTo("new", "other"))
        {
            agreed = other.Ask((_, ledger) => ledger.Head).ToString();
        }

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client"));
        using var settled = world.ConnectTo("new", "client", accept: agreed);
        settled.Resume(0, 1, 2);
        Assert.NotNull(settled.MakeRoot("CN=After"));
        using var again = world.ConnectTo("new", "client");
        Assert.NotNull(again.MakeRoot("CN=Again"));
    }

    [Theory]
    [InlineData("cafe\u0301")]
    [InlineData("  two blanks ")]
    [InlineData("line\nfeed\t\u0007")]
    [InlineData("\u202Eright to left\u200B")]
    public void AFolderOfAnyNameConnectsAgain(string name)
    {
        world.PutAt(world.Copy("copy"), name);

        using (var first = world.ConnectTo(name, "other", keyFile: "key"))
        {
            Assert.True(first.Connection.NewlyPinned);
            Assert.Empty(first.Connection.TakeWarnings());
        }

        using var again = world.ConnectTo(name, "other", keyFile: "key");
        Assert.False(again.Connection.NewlyPinned);
    }

    // Another tenant, founded by the same people, in the place of this one.
    private void PutAnother(string store, bool withItsId)
    {
        world.Disconnect();
        using var other = World.Unfounded();
        other.Found();
        other.Disconnect();
        world.PutBack(other.Copy("copy"), store);
        File.Copy(Path.Combine(other.Folder, "key"), PathOf("key.other"));
        if (withItsId)
        {
            File.Copy(Path.Combine(other.Folder, "store", "store.json"), PathOf(store, "store.json"), overwrite: true);
        }
    }

    private void GiveAnotherId(string store)
    {
        var file = PathOf(store, "store.json");
        File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), "\"store\":\"[^\"]*\"", $"\"store\":\"{Guid.NewGuid():D}\""));
    }

    private string PathOf(params string[] names) => Path.Combine([world.Folder, .. names]);
}
