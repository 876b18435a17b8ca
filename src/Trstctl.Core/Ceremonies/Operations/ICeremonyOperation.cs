using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>What follows from a plan's subject and nothing else; a verifier composes it again and compares.</summary>
internal sealed record Composition(string Purpose, string Title, IReadOnlyList<Artefact> Artefacts)
{
    public CustodyKind? Custody { get; init; }

    public EnforcementLevel? Level { get; init; }
}

/// <summary>One operation that a ceremony can run, whole.</summary>
internal interface ICeremonyOperation
{
    string Name { get; }

    /// <summary>What the plan does, in capitals, as the first words that a custodian reads.</summary>
    string Headline { get; }

    /// <summary>Turns the request into the plan's subject: names resolved, serial and dates fixed.</summary>
    JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now);

    /// <summary>Purpose and bytes from the subject, the same at every call.</summary>
    Composition Compose(JsonObject subject, IProjection state);

    /// <summary>What must hold in the store before it can run, beyond the gate.</summary>
    void DemandPossible(JsonObject subject, IProjection state);

    /// <summary>The algorithm of the key that the operation makes, or null.</summary>
    KeyAlgorithm? NewKey(JsonObject subject);

    /// <summary>Runs under the write lock, after the gate; returns what it made.</summary>
    IReadOnlyList<Document> Execute(Execution execution);
}
