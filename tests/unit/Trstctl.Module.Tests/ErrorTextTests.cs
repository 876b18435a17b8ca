using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Trstctl.Module.Tests.House;

namespace Trstctl.Module.Tests;

public class ErrorTextTests
{
    private static readonly Dictionary<string, string> Messages = Texts("src/Trstctl.Core/Errors/Strings.resx");
    private static readonly Dictionary<string, string> Advice = Texts("src/Trstctl.PowerShell/Commands/Advice.resx");
    private static readonly MethodInfo ToErrorRecord = LoadModule().GetType("Trstctl.PowerShell.ErrorRecords")!.GetMethod("ToErrorRecord")!;

    public static TheoryData<string> Ids =>
        [.. BuiltCode.Current.Core.GetType("Trstctl.ErrorId").Fields.Where(f => f.HasConstant).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasAMessageAndAnAction(string id)
    {
        Assert.EndsWith(".", Messages[id]);
        Assert.False(string.IsNullOrWhiteSpace(Messages[id]));
        Assert.False(string.IsNullOrWhiteSpace(Advice[id]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void BothTextsAreFilledByOneListOfDetails(string id)
    {
        var details = Enumerable.Range(0, Places(Messages[id] + Advice[id])).Select(i => (object)$"<{i}>").ToArray();
        var error = Refusal(id, details);
        var action = ((ErrorRecord)ToErrorRecord.Invoke(null, [error, "aim"])!).ErrorDetails.RecommendedAction;
        Assert.All(details, detail => Assert.Contains((string)detail, error.Message + action));
        Assert.DoesNotMatch("[{}]", error.Message);
        Assert.DoesNotMatch("[{}]", action);
        Assert.Equal(action, (string)((dynamic)error).RecommendedAction);
    }

    [Fact]
    public void WhatLedToARefusalHasAdviceToo()
    {
        var cause = Refusal("StoreExists", "folder");
        ToErrorRecord.Invoke(null, [Refusal("StoreExists", cause, null, "folder"), "aim"]);
        Assert.Equal(Advice["StoreExists"].Replace("{0}", "folder", StringComparison.Ordinal), (string)((dynamic)cause).RecommendedAction);
    }

    private static Exception Refusal(string id, params object?[] rest)
    {
        var type = ToErrorRecord.GetParameters()[0].ParameterType;
        var value = Enum.Parse(type.GetProperty("Id")!.PropertyType, id);
        return rest is [Exception inner, var target, ..]
            ? (Exception)Activator.CreateInstance(type, value, inner, target, rest[2..])!
            : (Exception)Activator.CreateInstance(type, value, rest)!;
    }

    private static Assembly LoadModule()
    {
        using var shell = new Shell();
        return ((Type)shell.Run("[Trstctl.PowerShell.TrstCmdlet]").Single().BaseObject).Assembly;
    }

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Load(Path.Combine(BuildOutput.RepositoryRoot, file)).Root!.Elements("data")
            .ToDictionary(entry => entry.Attribute("name")!.Value, entry => entry.Element("value")!.Value);

    private static int Places(string text) =>
        Regex.Matches(text, @"\{(\d+)").Select(match => int.Parse(match.Groups[1].Value) + 1).DefaultIfEmpty(0).Max();
}
