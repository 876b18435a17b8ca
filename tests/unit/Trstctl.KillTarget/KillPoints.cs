namespace Trstctl.KillTarget;

/// <summary>Counts persistence points and says at each which it is.</summary>
internal sealed class KillPoints(Action<int> at)
{
    public int Passed { get; private set; }

    public void Pass() => at(++Passed);
}
