using System.Runtime.Versioning;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Storage;

/// <summary>The store's own folder: whose it is, and what a founding leaves that breaks off.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoreFolderTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    public static TheoryData<string> Parts =>
        ["", "store.json", "tenants", "tenants/default.db", "tenants/default.db-wal", "tenants/default.db-shm", "tenants/default.db.lock"];

    [Theory]
    [MemberData(nameof(Parts))]
    [Trait("Conformance", "K03")]
    public void AStoreThatIsOpenToOthersIsRefused(string part)
    {
        world.StartRoot();
        foreach (var right in new[] { UnixFileMode.GroupRead, UnixFileMode.GroupWrite, UnixFileMode.OtherRead, UnixFileMode.OtherWrite })
        {
            OpenTo(part, right);
            var error = Scratch.Refused(ErrorId.PermissionsTooOpen, () => world.ConnectTo("store", "client"));
            Assert.Contains("expected owner ", error.Message);
        }

        OpenTo(part, UnixFileMode.None);
        world.ConnectTo("store", "client").Dispose();
    }

    /// <summary>An auditor may have another's copy, to which he was given access to read.</summary>
    [Theory]
    [MemberData(nameof(Parts))]
    [Trait("Conformance", "K03")]
    public void WhoOnlyReadsTakesWhatNobodyElseCanWrite(string part)
    {
        world.StartRoot();
        OpenTo(part, UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute);
        Audit().Dispose();
        OpenTo(part, UnixFileMode.GroupWrite);
        Scratch.Refused(ErrorId.PermissionsTooOpen, () => Audit());
        OpenTo(part, UnixFileMode.OtherWrite);
        Scratch.Refused(ErrorId.PermissionsTooOpen, () => Audit());
    }

    /// <summary>Only root can give a store to another; all others have nobody's store.</summary>
    [Fact]
    [Trait("Conformance", "K03")]
    public void AStoreOfAnotherIsReadAndNothingElse()
    {
        if (UnixFile.User != 0)
        {
            return;
        }

        using var scratch = new Scratch();
        Assert.Equal(0, scratch.Run("chown", "12345", world.Database).Code);

        Scratch.Refused(ErrorId.PermissionsTooOpen, () => world.ConnectTo("store", "client"));
        Audit().Dispose();
    }

    [Fact]
    [Trait("Conformance", "S04")]
    public void AFoundingThatFailsLeavesNothing()
    {
        using var scratch = new Scratch();

        Assert.Throws<InvalidOperationException>(() => StoreFolder.Found<StoreConnection>(
            scratch["store"],
            world.Now,
            folder =>
            {
                folder.CreateTenantFile("default");
                throw new InvalidOperationException();
            }));

        Assert.Empty(Directory.GetFileSystemEntries(scratch["store"]));
    }

    /// <summary>A process that dies clears nothing away; the marker has no name yet, and nobody was given the store.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void ARestorationGoesWhereOneBrokeOff()
    {
        OwnerOnly.CreateDirectory(Path.Combine(world.Folder, "new"));
        File.WriteAllText(Path.Combine(world.Folder, "new", "store.json.new"), "half");
        OwnerOnly.CreateDirectory(Path.Combine(world.Folder, "new", "tenants"));

        using var restored = world.Restore(world.Copy("copy"), "new");

        Assert.Equal(
            ["store.json", "tenants"],
            Directory.GetFileSystemEntries(Path.Combine(world.Folder, "new")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "F09")]
    public void AMarkerWithoutEndIsNotRead()
    {
        using var scratch = new Scratch();
        File.CreateSymbolicLink(scratch["store.json"], "/dev/zero");

        Scratch.Refused(ErrorId.FileUnreadable, () => StoreFolder.Open(scratch.Folder));
    }

    private StoreConnection Audit() => Store.Connect(
        Path.Combine(world.Folder, "store"),
        new ConnectionOptions { ReadOnly = true, ClientStatePath = Path.Combine(world.Folder, "auditor") });

    private void OpenTo(string part, UnixFileMode right)
    {
        var path = Path.Combine(world.Folder, "store", part);
        var own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, right | own | (Directory.Exists(path) ? UnixFileMode.UserExecute : 0));
    }
}
