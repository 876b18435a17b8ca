using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Trstctl.Module.Tests.House;

/// <summary>Core as it was built: which type lies in which file, and which other types its code refers to.</summary>
internal sealed partial class BuiltCode
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);

    private BuiltCode()
    {
        var root = Path.Combine(BuildOutput.RepositoryRoot, "src", "Trstctl.Core");
        Files = [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        foreach (var file in Files)
        {
            var text = File.ReadAllText(Path.Combine(root, file));
            var space = Namespace().Match(text).Groups[1].Value;
            foreach (Match declared in Declaration().Matches(text))
            {
                files[$"{space}.{declared.Groups[1].Value}"] = file;
            }
        }

        Core = ModuleDefinition.ReadModule(Path.Combine(BuildOutput.Module, "lib", "Trstctl.Core.dll"));
        PowerShell = ModuleDefinition.ReadModule(Path.Combine(BuildOutput.Module, "lib", "Trstctl.PowerShell.dll"));
    }

    public static BuiltCode Current { get; } = new();

    /// <summary>Every source file of Core, relative to it.</summary>
    public IReadOnlyList<string> Files { get; }

    public ModuleDefinition Core { get; }

    public ModuleDefinition PowerShell { get; }

    /// <summary>The types that stand in source files, with their files.</summary>
    public IEnumerable<(TypeDefinition Type, string File)> Types => Core.Types
        .Where(type => type.Namespace.StartsWith("Trstctl", StringComparison.Ordinal) && !type.Name.Contains('<'))
        .Select(type => (type, files.GetValueOrDefault(NameOf(type)) ?? throw new InvalidOperationException($"No file declares {type}.")));

    /// <summary>The folder of a type of Core; null for another assembly's.</summary>
    public string? FolderOf(string type) => files.TryGetValue(type, out var file) ? Path.GetDirectoryName(file)!.Replace('\\', '/') : null;

    /// <summary>Each use of one folder's type by another folder's.</summary>
    public IEnumerable<(string From, string To, string User, string Used)> Uses() =>
        from item in Types
        let folder = Path.GetDirectoryName(item.File)!.Replace('\\', '/')
        from used in References.Of(item.Type)
        let other = FolderOf(used)
        where other is not null && other != folder
        select (folder, other, item.Type.Name, used);

    /// <summary>The full name without the number of type parameters.</summary>
    public static string NameOf(TypeReference type) => $"{type.Namespace}.{type.Name.Split('`')[0]}";

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public |internal |abstract |sealed |static |readonly |partial )+(?:class|record struct|record|struct|interface|enum|delegate \S+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
