using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.Statements;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Primitives;

/// <summary>Whatever a file's size says, no more is read of it than may be.</summary>
public sealed class BoundedFileTests : IDisposable
{
    private const int Bound = 10_000;
    private const int Little = 16 * 1024 * 1024;

    private readonly Scratch scratch = new();

    public static TheoryData<string, ErrorId> Readers => new()
    {
        { "key file", ErrorId.FileUnreadable },
        { "certificate with its key", ErrorId.FileUnreadable },
        { "CA spec", ErrorId.FileUnreadable },
        { "share file", ErrorId.FileUnreadable },
        { "store's marker", ErrorId.FileUnreadable },
        { "client's mark", ErrorId.ClientStateDamaged },
    };

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(Bound)]
    public void ReadsWhatFits(int length)
    {
        var content = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(content, BoundedFile.Read(scratch.Write("file", content), Bound));
    }

    [Fact]
    public void RefusesOneByteMoreAndNamesTheBound() => Assert.Contains(
        $"more than {Bound} bytes",
        Scratch.Refused(ErrorId.FileUnreadable, () => BoundedFile.Read(scratch.Write("file", new byte[Bound + 1]), Bound)).Message);

    [FactOnLinux]
    [Trait("Conformance", "F09")]
    public void ADeviceThatNeverEndsIsRefused() => DemandLittle(() => BoundedFile.Read("/dev/zero", Bound));

    [FactOnLinux]
    public void WhatSaysThatItIsEmptyIsReadAllTheSame() => Assert.NotEmpty(BoundedFile.Read("/proc/version", Bound));

    [FactNeeding("mkfifo")]
    [Trait("Conformance", "F09")]
    public void NobodyWaitsForAPipe()
    {
        scratch.Run("mkfifo", "pipe");
        var reading = Task.Run(() => BoundedFile.Read(scratch["pipe"], Bound));
        Assert.Empty(reading.WaitAsync(TimeSpan.FromMinutes(2)).GetAwaiter().GetResult());
    }

    [Theory]
    [MemberData(nameof(Readers))]
    [Trait("Conformance", "F09")]
    public void AFileThatSaysTerabytesIsRefusedByEveryReader(string reader, ErrorId id) =>
        DemandLittle(() => ReadBy(reader, Sparse(NameFor(reader))), id);

    /// <summary>A copy that is restored may be large, and is copied a piece at a time.</summary>
    [Theory]
    [InlineData(Bound, true)]
    [InlineData(Bound - 1, false)]
    [Trait("Conformance", "F09")]
    public void NoMoreIsCopiedThanTheBound(int bound, bool fits)
    {
        using var target = new MemoryStream();

        Assert.Equal(fits, BoundedFile.Copy(new MemoryStream(new byte[Bound]), target, bound));
        Assert.InRange(target.Length, 0, bound);
    }

    private static string NameFor(string reader) => reader switch
    {
        "store's marker" => "store.json", "client's mark" => "mark-a.1", _ => "file",
    };

    private void ReadBy(string reader, string path)
    {
        using var words = SecretBytes.Random(16);
        switch (reader)
        {
            case "key file":
                KeyFile.Read(path).Dispose();
                break;
            case "certificate with its key":
                SigningIdentity.FromFile(path, null).Dispose();
                break;
            case "CA spec":
                CASpecFile.Read(path);
                break;
            case "share file":
                ShareFile.Open(path, words);
                break;
            case "client's mark":
                OwnerOnly.Restrict(scratch.Folder);
                new ClientState(new ClientFolder(scratch.Folder, new Warnings())).Marks("a");
                break;
            default:
                StoreFolder.Open(scratch.Folder);
                break;
        }
    }

    private string Sparse(string name)
    {
        using var file = OwnerOnly.CreateFile(scratch[name]);
        file.SetLength(1L << 40);
        return scratch[name];
    }

    private static void DemandLittle(Action read, ErrorId id = ErrorId.FileUnreadable)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Scratch.Refused(id, read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);
    }
}
