using System.Runtime.InteropServices;

namespace Trstctl.KillTarget;

/// <summary>Counts persistence points, and at the chosen one kills this process as <c>kill -9</c> does.</summary>
internal sealed class KillPoints(int deadly)
{
    private const int SigKill = 9;

    public int Passed { get; private set; }

    public void Pass()
    {
        if (++Passed == deadly)
        {
            _ = Kill(Environment.ProcessId, SigKill);
            Thread.Sleep(Timeout.Infinite);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
