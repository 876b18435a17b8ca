namespace Trstctl.Module.Tests.House;

/// <summary>The rooms of the engine and their order: docs/architecture.md draws what these tests hold.</summary>
public sealed class RoomTests
{
    /// <summary>From the ground up. A room uses rooms above it in this list; those of one line are one layer.</summary>
    internal static readonly string[][] Order =
    [
        ["Errors"],
        ["Primitives"],
        ["Markup"],
        ["Asn1"],
        ["Keys"],
        ["Names"],
        ["Certificates"],
        ["Certificates/Requests"],
        ["Lints"],
        ["Custody"],
        ["Statements/KeyFiles"],
        ["Statements"],
        ["Ledger"],
        ["Shares"],
        ["Paths"],
        ["State"],
        ["Rosters"],
        ["Authorities"],
        ["Authorities/Publishing"],
        ["Storage"],
        ["Storage/Sqlite"],

        // Events and audit judge ceremonies, and ceremonies are judged by the history that they verify.
        ["Ceremonies", "Ceremonies/Operations", "Ceremonies/Presence", "History", "History/Events", "History/Snapshots"],
        ["Health"],
        ["Reports"],
    ];

    // What scripts see keeps the name that it was first given, wherever its file lies.
    private static readonly Dictionary<string, string> NamesThatScriptsKnow = new()
    {
        ["Primitives/Clock.cs"] = "Trstctl",
        ["Certificates/CASpec.cs"] = "Trstctl.Authorities",
        ["Certificates/CustodyKind.cs"] = "Trstctl.Authorities",
        ["Lints/LintFinding.cs"] = "Trstctl.Certificates",
        ["History/LedgerReport.cs"] = "Trstctl.Ledger",
    };

    private static readonly BuiltCode Code = BuiltCode.Current;

    [Fact]
    public void ARoomUsesOnlyRoomsAboveItInTheList()
    {
        var place = Order.SelectMany((layer, i) => layer.Select(room => (room, i))).ToDictionary(x => x.room, x => x.i);
        var wrong = Code
            .Uses()
            .Where(use => place[use.To] > place[use.From])
            .Select(use => $"{use.From}/{use.User} -> {use.To}/{use.Used}");
        Assert.Empty(wrong.Distinct().Order());
    }

    [Fact]
    public void EveryFolderIsARoomOfTheList() =>
        Assert.Equal(
            Order.SelectMany(layer => layer).Order(StringComparer.Ordinal),
            Code.Files.Select(file => Path.GetDirectoryName(file)!.Replace('\\', '/')).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void AFolderIsANamespace()
    {
        static string Expected(string file) => NamesThatScriptsKnow.GetValueOrDefault(file)
            ?? (file.StartsWith("Errors/", StringComparison.Ordinal)
                ? "Trstctl"
                : "Trstctl." + Path.GetDirectoryName(file)!.Replace('\\', '.').Replace('/', '.'));
        Assert.Empty(Code.Types.Where(t => t.Type.Namespace != Expected(t.File)).Select(t => $"{t.File}: {t.Type.FullName}"));
    }

    [Fact]
    public void TheReadingOfTheBuildSeesWhatTheCodeUses()
    {
        var gate = Code.Types.Single(t => t.Type.Name == "Gate").Type;
        var used = References.Of(gate);
        Assert.Contains("Trstctl.Ceremonies.Plan", used);
        Assert.Contains("Trstctl.Rosters.Roster", used);
        Assert.Contains("Trstctl.TrstException", used);
        Assert.Contains(Code.Uses(), use => use is { From: "Rosters", To: "Statements" });
    }
}
