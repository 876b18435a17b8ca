using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Trstctl.Module.Tests.House;

/// <summary>What others can see of Core, and how long its files are.</summary>
public sealed partial class SurfaceTests
{
    private const int LongestFile = 300;
    private static readonly BuiltCode Code = BuiltCode.Current;

    [Fact]
    public void PublicIsWhatPowerShellOrAScriptUses()
    {
        var types = Code.Types.ToDictionary(t => BuiltCode.NameOf(t.Type), t => t.Type);
        var wanted = new HashSet<string>(Code.PowerShell.Types.SelectMany(References.Of).Where(types.ContainsKey));
        var open = new Queue<TypeDefinition>(wanted.Select(name => types[name]));
        while (open.TryDequeue(out var type))
        {
            foreach (var name in References.OfSurface(type).Where(name => types.ContainsKey(name) && wanted.Add(name)))
            {
                open.Enqueue(types[name]);
            }
        }

        Assert.Empty(types.Values.Where(t => t.IsPublic && !wanted.Contains(BuiltCode.NameOf(t))).Select(t => t.FullName).Order());
    }

    [Fact]
    public void CoreKnowsNoPowerShell() =>
        Assert.DoesNotContain(Code.Core.AssemblyReferences, reference => reference.Name.StartsWith("System.Management", StringComparison.Ordinal));

    [Fact]
    public void CoreNamesNoCmdlet()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(BuildOutput.RepositoryRoot, "src", "Trstctl.Core"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".resx");
        Assert.Empty(texts.SelectMany(file => CmdletName().Matches(File.ReadAllText(file)).Select(name => $"{Path.GetFileName(file)}: {name}")));
    }

    [Fact]
    public void NoFileIsTwoThings()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(BuildOutput.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories);
        Assert.DoesNotContain(sources, file => File.ReadLines(file).Skip(LongestFile).Any());
    }

    [GeneratedRegex("[A-Z][a-z]+-Trst[A-Za-z]+")]
    private static partial Regex CmdletName();
}
