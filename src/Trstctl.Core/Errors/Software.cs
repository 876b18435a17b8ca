namespace Trstctl;

internal static class Software
{
    public static string Name { get; } = $"Trstctl {typeof(Software).Assembly.GetName().Version!.ToString(3)}";
}
