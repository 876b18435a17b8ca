namespace Trstctl.Paths;

/// <summary>A P-256 key for each key of an experiment. They sign nothing but re-made certificates, and die with it.</summary>
internal sealed class ThrowAwayKeys : IDisposable
{
    private readonly Dictionary<string, IOpenKey> keys = new(StringComparer.Ordinal);

    public IOpenKey Of(string key)
    {
        if (!keys.TryGetValue(key, out var made))
        {
            made = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
            keys.Add(key, made);
        }

        return made;
    }

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }
}
