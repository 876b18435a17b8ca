namespace Trstctl;

/// <summary>What went wrong beside acts that were done. A shell shows it with their result, never in its place.</summary>
internal sealed class Warnings
{
    private readonly object access = new();
    private List<string> texts = [];

    /// <summary>Said once until it is taken, however often it happens.</summary>
    public void Add(WarningId id, params object[] details)
    {
        var text = Strings.Message(id, details);
        lock (access)
        {
            if (!texts.Contains(text))
            {
                texts.Add(text);
            }
        }
    }

    /// <summary>Each text is given out once.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (access)
        {
            var taken = texts;
            texts = [];
            return taken;
        }
    }
}
