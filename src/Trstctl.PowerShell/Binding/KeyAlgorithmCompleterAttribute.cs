using Trstctl.Keys;

namespace Trstctl.PowerShell;

/// <summary>Completes the algorithms of new keys.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyAlgorithmCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer() : WordCompleter(KeyAlgorithm.Generated.Select(algorithm => algorithm.Name));
}
