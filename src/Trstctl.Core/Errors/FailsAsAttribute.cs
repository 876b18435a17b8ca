using System.Reflection;

namespace Trstctl;

/// <summary>The kind of an error id. Whatever has none contradicts a signature: an unknown id fails as damage, not as a typing
/// error.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class FailsAsAttribute(ErrorKind kind) : Attribute
{
    public ErrorKind Kind => kind;

    public static ErrorKind KindOf(ErrorId id) =>
        typeof(ErrorId).GetField(id.ToString())?.GetCustomAttribute<FailsAsAttribute>()?.Kind ?? ErrorKind.Damaged;
}
