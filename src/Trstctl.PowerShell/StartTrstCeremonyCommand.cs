using System.Management.Automation;
using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Start, "TrstCeremony", HelpUri = HelpPages.Root + "Start-TrstCeremony.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class StartTrstCeremonyCommand : IdentityCmdlet
{
    /// <summary>What is asked for: Root, Intermediate, Rotation, CrossSign, Roster, DestroyKey or Resume.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [OperationCompleter]
    [ValidateNotNullOrEmpty]
    public string Operation { get; set; } = string.Empty;

    /// <summary>A specification (Root, Intermediate), a CA (Rotation, DestroyKey), a certificate (CrossSign) or a roster (Roster); nothing for Resume.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The CA that signs: object, name or id.</summary>
    [Parameter]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>For Rotation: another specification than the rotated CA's.</summary>
    [Parameter]
    [ValidateNotNull]
    public CASpec? Spec { get; set; }

    /// <summary>How long approvals are gathered; units y w d h min.</summary>
    [Parameter]
    [TypedText]
    public string GatherBy { get; set; } = "14d";

    /// <summary>How long after that the operation may run; units y w d h min.</summary>
    [Parameter]
    [TypedText]
    public string UseBy { get; set; } = "2d";

    /// <summary>Why; it stands in the plan.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    private protected override object Aim => InputObject ?? Operation;

    protected override void Process()
    {
        var request = Request();
        if (ShouldProcess(Connection.Location, $"Open a {request.Operation} ceremony for {Subject(request)}"))
        {
            WriteObject(Show(Ceremonies.Start(request, Identity, Cancellation)));
        }
    }

    private CeremonyRequest Request()
    {
        var operation = CeremonyService.Operations.FirstOrDefault(name => string.Equals(name, Operation, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrstException(ErrorId.OperationUnknown, CanonicalText.Escape(Operation));
        RefuseForeign(operation);
        var input = Reference.Unwrap(InputObject);
        var now = Connection.Now;
        return new CeremonyRequest
        {
            Operation = operation,
            Spec = operation is "Root" or "Intermediate" ? Demand<CASpec>(input, operation, "a specification from New-TrstCASpec") : Spec,
            Authority = operation is "Rotation" or "DestroyKey" ? AuthorityOf(InputObject, operation) : null,
            Issuer = Issuer,
            Target = operation == "CrossSign" ? CertificateInput.Read(this, InputObject) : null,
            Roster = operation == "Roster" ? Demand<TrstRoster>(input, operation, "a roster from New-TrstRoster").Draft
                ?? throw new TrstException(ErrorId.ParameterMissing, operation, "a new roster from New-TrstRoster") : null,
            Gathering = Duration.Parse(GatherBy).AddTo(now) - now,
            Use = Duration.Parse(UseBy).AddTo(now) - now,
            Reason = Reason,
        };
    }

    // Nothing is ignored silently.
    private void RefuseForeign(string operation)
    {
        if (Issuer is not null && operation is not ("Intermediate" or "CrossSign"))
        {
            throw new TrstException(ErrorId.ParameterForeign, nameof(Issuer), operation);
        }

        if (InputObject is not null && operation == "Resume")
        {
            throw new TrstException(ErrorId.ParameterForeign, nameof(InputObject), operation);
        }

        if (Spec is not null && operation != "Rotation")
        {
            throw new TrstException(ErrorId.ParameterForeign, nameof(Spec), operation);
        }
    }

    private static string AuthorityOf(object? input, string operation) => Reference.Unwrap(input) switch
    {
        TrstCA authority => authority.AuthorityId,
        string name => name,
        _ => Reference.Member(input, nameof(TrstCA.AuthorityId))
            ?? throw new TrstException(ErrorId.ParameterMissing, operation, "a CA object, its name or its id"),
    };

    private static T Demand<T>(object? input, string operation, string what)
        where T : class => input as T ?? throw new TrstException(ErrorId.ParameterMissing, operation, what);

    private static string Subject(CeremonyRequest request) =>
        request.Spec?.Subject ?? request.Authority ?? (request.Roster is { } roster ? $"{roster.Threshold} of {roster.Principals.Count(p => p.IsCustodian)} custodians" : request.Target is null ? "this tenant" : "a certificate");
}
