namespace Trstctl.Module.Tests.Negatives;

/// <summary>A file that never ends, or that says it has terabytes, is refused wherever a path is taken.</summary>
[Trait("Conformance", "F09")]
public sealed class BoundedFileTests : IDisposable
{
    private const long Little = 64 * 1024 * 1024;

    private readonly Shell shell = new();

    public static TheoryData<string> Readers =>
    [
        "Test-TrstCertificate $file",
        "New-TrstCASpec -Path $file",
        "New-TrstRoster -Operator $file",
        "Import-TrstCA $file",
        "Start-TrstCeremony Intermediate $file",
        "Complete-TrstCARequest $file",
    ];

    public void Dispose() => shell.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public void WhatNeverEndsIsRefused(string script)
    {
        foreach (var (name, extension) in new[] { ("never", ".pem"), ("sparse", ".psd1"), ("sparse", ".json") })
        {
            var file = Path.Combine(shell.TempFolder, name + extension);
            if (name == "sparse")
            {
                using var sparse = new FileStream(file, FileMode.Create);
                sparse.SetLength(1L << 40);
            }
            else if (OperatingSystem.IsWindows())
            {
                continue;
            }
            else
            {
                File.CreateSymbolicLink(file, "/dev/zero");
            }

            shell.Set("file", file);
            var before = GC.GetTotalAllocatedBytes();
            Assert.Equal("FileUnreadable", shell.ErrorIdOf(script));
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * Little);
        }
    }
}
