namespace Trstctl.PowerShell;

/// <summary>Text as it was typed: a literal such as <c>20y</c> arrives as a number that remembers its text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TypedTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Reference.Unwrap(inputData) is null or string or Array ? inputData : inputData.ToString()!;
}

/// <summary>A ceremony by object, full id or its last eight digits; deserialised objects bind by their CeremonyId. Several are each
/// turned into its id.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CeremonyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>True of a parameter that takes several.</summary>
    public bool Several { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Reference.Each(inputData, Several, one =>
        Reference.Unwrap(one) is TrstCeremony ceremony ? ceremony.CeremonyId
        : Reference.Member(one, nameof(TrstCeremony.CeremonyId)) ?? one);
}

/// <summary>An authority by object, id or name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AuthorityTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Reference.Each(inputData, false, one =>
        Reference.Unwrap(one) is TrstCA authority ? authority.AuthorityId
        : Reference.Member(one, nameof(TrstCA.AuthorityId)) ?? one);
}

internal static class Reference
{
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>Where one is wanted, several are shown as they were typed: there is nothing of that name, and PowerShell would say that
    /// they are no string.</summary>
    public static object Each(object input, bool several, Func<object, object> transform)
    {
        if (Unwrap(input) is not object[] array || array.Any(one => one is null))
        {
            return transform(input);
        }

        var all = array.Select(transform).ToArray();
        return several ? all : string.Join(", ", all);
    }

    public static string? Member(object? value, string name) =>
        value is PSObject wrapped
            ? wrapped.Properties[name]?.Value as string
            : null;
}
