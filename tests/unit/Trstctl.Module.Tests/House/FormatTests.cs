using Mono.Cecil;

namespace Trstctl.Module.Tests.House;

/// <summary>A format names its members once, to Fields, which writes and reads them: nothing can be written that is not read.</summary>
public sealed class FormatTests
{
    // What is put together by hand, and why that cannot be read otherwise than it was written.
    private static readonly Dictionary<string, string> ByHand = new()
    {
        ["Artefact"] = "its findings are the words of the version that wrote them, and nobody reads them",
        ["ArtefactReader"] = "reads of an artefact what it needs, whatever the findings beside it are",
        ["DrillStatement"] = "what a share signs: put together by both sides, and never read",
        ["FoundingChallenge"] = "associated data",
        ["KeyPossession"] = "what a key signs",
        ["MadeLedgerKey"] = "what both keys sign",
        ["ReleaseContext"] = "associated data, and what a share signs",
        ["SealerRecord"] = "associated data",
        ["ShareFileContent"] = "associated data",
        ["TenantKeys"] = "associated data",
    };

    [Fact]
    public void OnlyFieldsPutObjectsTogetherAndTakeThemApart()
    {
        var byHand = BuiltCode.Current.Types
            .Where(t => !t.File.StartsWith("Primitives/", StringComparison.Ordinal) && Bodies(t.Type).Any(MakesOrReads))
            .Select(t => BuiltCode.NameOf(t.Type).Split('.')[^1]);
        Assert.Equal(ByHand.Keys.Order(StringComparer.Ordinal), byHand.Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<MethodDefinition> Bodies(TypeDefinition type) =>
        type.Methods.Where(method => method.HasBody).Concat(type.NestedTypes.SelectMany(Bodies));

    private static bool MakesOrReads(MethodDefinition method) => method.Body.Instructions.Any(instruction =>
        instruction.Operand is MethodReference { Name: ".ctor", DeclaringType: { Namespace: "Trstctl.Primitives" } made }
        && made.Name is ("JsonObject" or "ObjectReader"));
}
