using System.Reflection;
using System.Runtime.ExceptionServices;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A store, or a unit of work of one, that says which of its methods is called before it is, and after it
/// was.</summary>
public class Watched<T> : DispatchProxy
    where T : class
{
    private T inner = null!;
    private Action<string> seen = _ => { };
    private Action<string> done = _ => { };

    public static T Of(T inner, Action<string> seen, Action<string>? done = null)
    {
        var proxy = Create<T, Watched<T>>();
        var watched = (Watched<T>)(object)proxy;
        (watched.inner, watched.seen, watched.done) = (inner, seen, done ?? (_ => { }));
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        seen(targetMethod!.Name);
        try
        {
            var result = targetMethod.Invoke(inner, args);
            done(targetMethod.Name);
            return result is IUnitOfWork work ? Watched<IUnitOfWork>.Of(work, seen, done) : result;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
