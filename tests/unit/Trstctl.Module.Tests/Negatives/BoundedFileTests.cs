namespace Trstctl.Module.Tests.Negatives;

/// <summary>A file that never ends, or that says it has terabytes, is refused where a path is taken.</summary>
[Trait("Conformance", "F09")]
public sealed class BoundedFileTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [FactOnLinux]
    public void ADeviceThatNeverEndsIsRefused() => DemandRefused(file => File.CreateSymbolicLink(file, "/dev/zero"));

    [Fact]
    public void AFileThatSaysTerabytesIsRefused() => DemandRefused(file =>
    {
        using var sparse = new FileStream(file, FileMode.CreateNew);
        sparse.SetLength(1L << 40);
    });

    private void DemandRefused(Action<string> make)
    {
        foreach (var (name, script) in new[]
        {
            ("certificate.pem", "Test-TrstCertificate $file"),
            ("spec.psd1", "New-TrstCASpec -Path $file"),
            ("spec.json", "New-TrstCASpec -Path $file"),
            ("roster.pfx", "New-TrstRoster -Custodian $file -Threshold 2"),
        })
        {
            var file = Path.Combine(shell.TempFolder, name);
            make(file);
            shell.Set("file", file);
            var error = shell.RunCatching(script).Errors[0];
            Assert.True(error.FullyQualifiedErrorId.StartsWith("FileUnreadable,", StringComparison.Ordinal), $"{script}: "
                + $"{error} {error.Exception}");
        }
    }
}
