namespace Trstctl.Module.Tests.ShellBehaviours;

public sealed class ErrorTests
{
    private static readonly (string Script, string Id, string Category)[] Errors =
    [
        ("Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y) @{ Issuer = 'Root' }", "ParameterForeign", "InvalidArgument"),
        ("Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y)", "ParameterMissing", "InvalidArgument"),
        ("Start-TrstCeremony Request -Certificate $ops", "ParameterMissing", "InvalidArgument"),
        ("Start-It Nonsense (New-TrstCASpec 'CN=New' -Validity 5y)", "OperationUnknown", "InvalidArgument"),
        ("Start-It Root (New-TrstCASpec 'CN=New' -Validity 5y) @{ GatherBy = '0d' }", "DurationInvalid|InvalidArgument", "InvalidArgument"),
        ("Start-It Rotation Nobody", "AuthorityNotFound", "ObjectNotFound"),
        ("New-TrstCASpec 'CN=New' -Validity 5m", "DurationInvalid", "InvalidArgument"),
        ("New-TrstCASpec 'nonsense' -Validity 5y", "SpecInvalid", "InvalidArgument"),
        ("$custodians | New-TrstRoster -Threshold 2", "ThresholdOutOfRange", "InvalidArgument"),
        ("$c | New-TrstRootCA", "QuorumNotMet", "PermissionDenied"),
        ("$c | Invoke-TrstCARotation", "PurposeMismatch", "PermissionDenied"),
        ("$c | Approve-TrstCeremony -Certificate $ops -PlanDigest $c.PlanDigest", "SelfApproval", "PermissionDenied"),
        ("$c | Approve-TrstCeremony -Certificate $custodians[0] -PlanDigest 00", "PlanDigestMismatch", "PermissionDenied"),
        ("$c | Stop-TrstCeremony -Certificate $custodians[0] -Reason no", "NotOpener", "PermissionDenied"),
        ("$done | New-TrstRootCA", "CeremonyNotPending", "InvalidOperation"),
        ("$c | Wait-TrstCeremony -Timeout 0min", "DurationInvalid|WaitTimedOut", "InvalidArgument|ResourceUnavailable"),
        ("New-TrstCustodianKey Zoe -Path $keys", "SecretMissing", "InvalidArgument"),
        ("Connect-TrstStore \"$folder/nowhere\" @opening", "StoreNotFound", "ObjectNotFound"),
        ("Connect-TrstStore \"$folder/store\" -Tenant other @opening", "TenantNotFound", "ObjectNotFound"),
        ("Connect-TrstStore \"$folder/store\" -KeyFile \"$keys/custody.key\" -ClientStatePath "
            + "\"$folder/client\"", "KeyUnavailable", "ResourceUnavailable"),
        ("Initialize-TrstStore \"$folder/store\" -Protector KeyFile @opening", "StoreExists", "InvalidOperation"),
        ("Get-TrstRoster -Tenant other", "TenantMismatch", "PermissionDenied"),
    ];

    [Fact]
    [Trait("Conformance", "P05")]
    public void EveryErrorHasIdCategoryTargetAndAdvice()
    {
        using var founded = new Founded();
        founded.Run(
            "$done = Approved Root (New-TrstCASpec 'CN=Root' -Validity 5y); $null = $done | New-TrstRootCA; $c = Start-It Root "
                + "(New-TrstCASpec 'CN=New' -Validity 5y)");

        foreach (var (script, id, category) in Errors)
        {
            var error = founded.Shell.RunCatching(script).Errors.FirstOrDefault();

            Assert.True(error is not null, "No error: " + script);
            var parts = error.FullyQualifiedErrorId.Split(',');
            Assert.True(id.Split('|').Contains(parts[0]), $"{parts[0]} from {script}: {error}");
            Assert.StartsWith("Trstctl.PowerShell.", parts[1]);
            Assert.True(
                category.Split('|').Contains(error.CategoryInfo.Category.ToString()), $"{error.CategoryInfo.Category} from {script}");
            Assert.True(error.TargetObject is not null, $"No target: {script}");
            Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails?.RecommendedAction), $"No advice: {script}");
            Assert.DoesNotMatch("[{}]", error.ErrorDetails!.Message);
        }
    }
}
