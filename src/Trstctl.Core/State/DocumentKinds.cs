namespace Trstctl.State;

/// <summary>The kinds of items that a store holds, and who reads each: handed over by whoever opens it.</summary>
internal sealed class DocumentKinds(IReadOnlyDictionary<string, Func<JsonObject, Document>> readers)
{
    public Document Read(string kind, JsonObject json) => readers.TryGetValue(kind, out var read)
        ? read(json)
        : throw new TrstException(ErrorId.FormatInvalid, "projection", $"unknown kind {CanonicalText.Escape(kind)}");
}
