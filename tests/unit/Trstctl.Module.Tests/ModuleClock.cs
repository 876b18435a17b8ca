using System.Reflection;

namespace Trstctl.Module.Tests;

/// <summary>Answers UtcNow for whichever IClock the loaded module has: its types live in a load context of their own.</summary>
public class ModuleClock : DispatchProxy
{
    private Func<DateTime> now = () => DateTime.UtcNow;

    public static object Of(Func<DateTime> now)
    {
        var type = AppDomain.CurrentDomain.GetAssemblies().Reverse()
            .Select(assembly => assembly.GetType("Trstctl.IClock"))
            .First(found => found is not null)!;
        var clock = (ModuleClock)Create(type, typeof(ModuleClock));
        clock.now = now;
        return clock;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var time = now();
        return new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }
}
