using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Trstctl.Core.Tests;

public class ErrorTextTests
{
    private static readonly ResourceManager Texts = new("Trstctl.Errors.Strings", typeof(TrstException).Assembly);

    public static TheoryData<ErrorId> Ids => [.. Enum.GetValues<ErrorId>()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasAMessageAndAnAction(ErrorId id)
    {
        Assert.EndsWith(".", Text(id.ToString()));
        Assert.NotEmpty(Text(id + ".Action"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void BothTextsAreFilledByOneListOfDetails(ErrorId id)
    {
        var details = Enumerable.Range(0, Places(Text(id.ToString()) + Text(id + ".Action"))).Select(i => (object)$"<{i}>").ToArray();
        var error = new TrstException(id, details);
        Assert.All(details, detail => Assert.Contains((string)detail, error.Message + error.RecommendedAction));
        Assert.DoesNotMatch("[{}]", error.Message);
        Assert.DoesNotMatch("[{}]", error.RecommendedAction);
    }

    private static string Text(string name)
    {
        var text = Texts.GetString(name, CultureInfo.InvariantCulture);
        Assert.False(string.IsNullOrWhiteSpace(text), name);
        return text!;
    }

    private static int Places(string text) =>
        Regex.Matches(text, @"\{(\d+)").Select(match => int.Parse(match.Groups[1].Value) + 1).DefaultIfEmpty(0).Max();
}
