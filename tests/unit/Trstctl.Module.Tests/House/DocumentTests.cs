using System.Text.RegularExpressions;

namespace Trstctl.Module.Tests.House;

/// <summary>What the guides for who carries on name exists: a path, a type, a cmdlet, a task.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = BuildOutput.RepositoryRoot;

    public static TheoryData<string> Documents => ["CONTRIBUTING.md", "docs/architecture.md", "README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryPathExists(string document) => Assert.Empty(Quoted(document)
        .Where(text => PathLike().IsMatch(text) && !text.Contains('*', StringComparison.Ordinal))
        .Select(text => text.TrimStart('.', '/'))
        .Where(text => !Made(text) && !Exists(text) && !Exists($"src/Trstctl.Core/{text}") && !Exists($"src/Trstctl.Core/{text}.cs")));

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryCmdletExists(string document) => Assert.Empty(Cmdlet().Matches(File.ReadAllText(Path.Combine(Root, document)))
        .Select(match => match.Value)
        .Where(name => !File.Exists(Path.Combine(Root, "docs", "help", name + ".md"))));

    [Fact]
    public void EveryTypeThatContributingNamesExists()
    {
        var known = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories))
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var named = Quoted("CONTRIBUTING.md").Where(text => TypeLike().IsMatch(text)).ToArray();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(name => !known.Contains(name)));
    }

    private static IEnumerable<string> Quoted(string document) =>
        Quote().Matches(File.ReadAllText(Path.Combine(Root, document))).Select(match => match.Groups[1].Value);

    private static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    // What a build or a tour leaves behind is not in the repository.
    private static bool Made(string path) => path.StartsWith("artifacts", StringComparison.Ordinal) || path.StartsWith("tour", StringComparison.Ordinal);

    [GeneratedRegex("`([^`\\n]+)`")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)+/?$|^[\w-]+\.(md|ps1|props|targets|editorconfig|resx)$")]
    private static partial Regex PathLike();

    [GeneratedRegex(@"\b[A-Z][a-z]+-Trst[A-Za-z]+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex("^[A-Z][a-z]+([A-Z][A-Za-z]*)+$")]
    private static partial Regex TypeLike();
}
