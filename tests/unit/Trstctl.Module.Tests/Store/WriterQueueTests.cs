using System.Diagnostics;

namespace Trstctl.Module.Tests.Store;

/// <summary>Processes that wait for one lock; what threads do is in Core's tests.</summary>
public sealed class WriterQueueTests
{
    [Fact]
    [Trait("Attacker", "a crash")]
    public void ProcessesEnterInOrderOfArrivalAndAKilledOneBarsNobody()
    {
        var folder = Directory.CreateTempSubdirectory("trst-queue-").FullName;
        var lockFile = Path.Combine(folder, "lock");
        Process[] waiting;
        using (new FileStream(lockFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            waiting = [.. new[] { "first", "second", "third", "fourth" }.Select((name, i) => Stand(lockFile, name, i + 1))];
            waiting[0].Kill();
            waiting[0].WaitForExit();
            waiting[2].Kill();
            waiting[2].WaitForExit();
        }

        Array.ForEach(waiting, process => process.WaitForExit());

        Assert.Equal(["second", "fourth"], File.ReadAllLines(lockFile + ".entered"));
        Assert.Empty(Directory.GetFiles(lockFile + ".queue"));
        Array.ForEach(waiting, process => process.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    // Returns once it has its ticket.
    private static Process Stand(string lockFile, string name, int place)
    {
        var process = Process.Start(
            "dotnet", [Path.Combine(BuildOutput.KillTarget, "Trstctl.KillTarget.dll"), "queue", lockFile, name]);
        SpinWait.SpinUntil(
            () => process.HasExited
                || (Directory.Exists(lockFile + ".queue") && Directory.GetFiles(lockFile + ".queue").Length == place));
        Assert.False(process.HasExited);
        return process;
    }
}
