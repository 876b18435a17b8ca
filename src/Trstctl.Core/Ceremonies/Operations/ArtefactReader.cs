using Trstctl.Canonical;

namespace Trstctl.Ceremonies.Operations;

/// <summary>Reads back what <see cref="Artefact.ToJson"/> wrote.</summary>
internal static class ArtefactReader
{
    public static JsonObject Template(JsonObject artefact) => new ObjectReader(artefact, "artefact").Object("template");

    public static int Findings(JsonObject artefact, string severity) => new ObjectReader(artefact, "artefact")
        .Objects("lint", 1000)
        .Count(finding => string.Equals(new ObjectReader(finding, "lint").Text("severity"), severity, StringComparison.Ordinal));
}
