using System.Text.RegularExpressions;

namespace Trstctl.Module.Tests.House;

/// <summary>What the guides for who carries on name exists: a path, a type, a cmdlet, a task.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = BuildOutput.RepositoryRoot;

    public static TheoryData<string> Documents => ["CONTRIBUTING.md", "docs/architecture.md", "README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryPathExists(string document) => Assert.All(
        Quoted(document)
            .Where(text => PathLike().IsMatch(text) && !text.Contains('*', StringComparison.Ordinal))
            .Select(text => text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text),
        text => Assert.True(
            Made(text) || Exists(text) || Exists($"src/Trstctl.Core/{text}") || Exists($"src/Trstctl.Core/{text}.cs"), text));

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryCmdletExists(string document) => Assert.All(
        Cmdlet().Matches(File.ReadAllText(Path.Combine(Root, document))),
        match => Assert.True(Exists($"docs/help/{match.Value}.md"), match.Value));

    [Fact]
    public void EveryNameOfTheCodeThatContributingQuotesExists()
    {
        var known = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Identifier().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet();
        var named = Quoted("CONTRIBUTING.md").Where(text => TypeLike().IsMatch(text)).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    private static IEnumerable<string> Quoted(string document) =>
        Quote().Matches(File.ReadAllText(Path.Combine(Root, document))).Select(match => match.Groups[1].Value);

    private static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    // What a build or a tour leaves behind is not in the repository.
    private static bool Made(string path) =>
        path.StartsWith("artifacts", StringComparison.Ordinal) || path.StartsWith("tour", StringComparison.Ordinal);

    [GeneratedRegex("`([^`\\n]+)`")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)+/?$|^[\w-]+\.(md|ps1|props|targets|editorconfig|resx)$")]
    private static partial Regex PathLike();

    [GeneratedRegex(@"\b[A-Z][a-z]+-Trst[A-Za-z]+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Identifier();

    [GeneratedRegex("^[A-Z][a-z]+([A-Z][A-Za-z]*)+$")]
    private static partial Regex TypeLike();
}
