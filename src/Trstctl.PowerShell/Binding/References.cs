namespace Trstctl.PowerShell;

/// <summary>Text as it was typed: a literal such as <c>20y</c> arrives as a number that remembers its text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TypedTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Reference.Unwrap(inputData) is null or string or Array ? inputData : inputData.ToString()!;
}

/// <summary>A ceremony by object, full id or its last eight digits; deserialised objects bind by their CeremonyId.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CeremonyTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Reference.Unwrap(inputData) is TrstCeremony ceremony ? ceremony.CeremonyId
        : Reference.Member(inputData, nameof(TrstCeremony.CeremonyId)) ?? inputData;
}

/// <summary>An authority by object, id or name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AuthorityTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Reference.Unwrap(inputData) is TrstCA authority ? authority.AuthorityId
        : Reference.Member(inputData, nameof(TrstCA.AuthorityId)) ?? inputData;
}

internal static class Reference
{
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    public static string? Member(object? value, string name) =>
        value is PSObject wrapped
            ? wrapped.Properties[name]?.Value as string
            : null;
}
