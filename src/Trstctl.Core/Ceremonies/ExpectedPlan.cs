namespace Trstctl.Ceremonies;

/// <summary>What a caller says again at execution; each must equal the approved plan.</summary>
public sealed class ExpectedPlan
{
    public string? Operation { get; init; }

    public CASpec? Spec { get; init; }

    /// <summary>Name or id of the signing authority.</summary>
    public string? Issuer { get; init; }

    /// <summary>Name or id of the authority that is acted on.</summary>
    public string? Authority { get; init; }

    /// <summary>DER of the cross-signed certificate.</summary>
    public byte[]? Target { get; init; }

    /// <summary>DER of the certification request that is signed.</summary>
    public byte[]? Request { get; init; }

    internal void Demand(Plan plan)
    {
        var members = plan.SubjectJson.Members;
        if (Operation is not null && !AsciiFold.Same(Operation, plan.Operation))
        {
            throw new TrstException(
                ErrorId.PurposeMismatch, null, plan.Ceremony, Words(plan), AsciiFold.Lower(Operation), plan.Operation,
                Uuid.Short(plan.Ceremony));
        }

        if (Spec is not null && !(members.TryGetValue("spec", out var spec) && spec is JsonObject json && Digest.Of(json) == Spec.Digest))
        {
            throw Mismatch(plan, $"the specification {Spec.Digest}");
        }

        DemandReference(plan, "issuer", Issuer);
        DemandReference(plan, "authority", Authority);
        DemandBytes(plan, "target", Target);
        DemandBytes(plan, "request", Request);
    }

    private static void DemandBytes(Plan plan, string member, byte[]? expected)
    {
        if (expected is not null && !(plan.SubjectJson.Members.TryGetValue(member, out var value) && value is JsonString text
            && string.Equals(text.Value, Base64Url.Encode(expected), StringComparison.Ordinal)))
        {
            throw Mismatch(plan, $"the {member} {Digest.Of(expected)}");
        }
    }

    private static void DemandReference(Plan plan, string member, string? expected)
    {
        if (expected is null)
        {
            return;
        }

        var named = plan.SubjectJson.Members.TryGetValue(member, out var value) && value is JsonObject reference
            ? new[] { "id", "name" }.Select(name => ((JsonString)reference.Members[name]).Value).ToArray()
            : [];
        if (!named.Any(name => AsciiFold.Same(name, expected)))
        {
            throw Mismatch(plan, $"the {member} {CanonicalText.Escape(expected)}");
        }
    }

    private static TrstException Mismatch(Plan plan, string asked) =>
        new(ErrorId.PurposeMismatch, null, plan.Ceremony, Words(plan), asked);

    // The purpose says which bytes, and to people little.
    private static string Words(Plan plan) => $"{plan.Operation} \"{CanonicalText.Escape(plan.Title)}\" ({plan.Purpose})";
}
