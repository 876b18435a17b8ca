using System.Collections;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Start, "TrstCeremony", HelpUri = HelpPages.Root + "Start-TrstCeremony.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class StartTrstCeremonyCommand : IdentityCmdlet
{
    // Nothing is ignored silently: which operations a parameter belongs to.
    private static readonly Dictionary<string, string[]> Owners = new(StringComparer.Ordinal)
    {
        [nameof(Issuer)] = ["Intermediate", "CrossSign", "Request"],
        [nameof(Spec)] = ["Rotation", "Renewal", "Request", "CrossSign"],
        [nameof(Like)] = ["CrossSign"],
        [nameof(Request)] = ["Intermediate", "Rotation", "Renewal"],
        [nameof(SameKey)] = ["Rotation", "Renewal", "Request"],
        [nameof(LinkCertificates)] = ["Rotation"],
        [nameof(KeyIdentifier)] = ["Rotation", "Renewal"],
        [nameof(Twin)] = ["Root"],
        [nameof(Custody)] = ["Import"],
        [nameof(LintWaiver)] = ["Root", "Intermediate", "Rotation", "Renewal", "CrossSign", "Request"],
        [nameof(LeaveBehind)] = ["Roster", "Resume", "LedgerKey"],
        [nameof(NewSealer)] = ["LedgerKey"],
        [nameof(FromDealingBefore)] = ["Roster"],
        [nameof(KeepKey)] = ["CorrectClock"],
        [nameof(RetireKey)] = ["Resume"],
        [nameof(RevocationReason)] = ["Revoke"],
        [nameof(RevocationDate)] = ["Revoke"],
    };

    /// <summary>What is asked for: Root, Intermediate, Rotation, CrossSign, Import, Request, Answer, Retire, Revoke, Roster, DestroyKey,
    /// Resume, LedgerKey or CorrectClock.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [ValidateNotNullOrEmpty]
    public string Operation { get; set; } = string.Empty;

    /// <summary>A specification (Root, Intermediate, Request), a CA (Rotation, Retire, Revoke, DestroyKey), a certificate
    /// (CrossSign, Import, Answer) or a roster (Roster); nothing for Resume, LedgerKey and CorrectClock.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The CA that signs; for Request the one of elsewhere that shall: object, name or id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>For Rotation: another specification than the rotated CA's. For CrossSign, of the target's subject: path length, names,
    /// usages, policies, URLs and dates that limit the cross-certificate.</summary>
    [Parameter]
    [ValidateNotNull]
    public CASpec? Spec { get; set; }

    /// <summary>For CrossSign: a CA, or the certificate of one, whose path length, names, usages, policies and validity limit the
    /// cross-certificate.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Like { get; set; }

    /// <summary>For Intermediate: the certification request (PKCS#10, PEM or DER) of a CA elsewhere that is signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Request { get; set; }

    /// <summary>For Rotation: a new certificate for the same key.</summary>
    [Parameter]
    public SwitchParameter SameKey { get; set; }

    /// <summary>For Rotation of a root: also old-with-new and new-with-old (RFC 4210 4.4).</summary>
    [Parameter]
    public SwitchParameter LinkCertificates { get; set; }

    /// <summary>For Rotation with -SameKey: how the certificate names the key, 1 to 32 octets in hex. Without it the identifier stays
    /// as it is; of a CA that had none it becomes the one by which those below it name it.</summary>
    [Parameter]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string? KeyIdentifier { get; set; }

    /// <summary>For Root: the specification of a second root with another kind of key, made in the same sitting.</summary>
    [Parameter]
    [ValidateNotNull]
    public CASpec? Twin { get; set; }

    /// <summary>For Import: the key comes too, and is held so; without it only the certificate becomes known.</summary>
    [Parameter]
    public CustodyKind? Custody { get; set; }

    /// <summary>Lint rules that the certificate may break: rule name to reason. It stands in the plan.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LintWaiverCompleter))]
    [ValidateNotNull]
    public IDictionary? LintWaiver { get; set; }

    /// <summary>For Roster: CAs (object, name or id) or key ids in Quorum custody whose key nothing opens any more. They are left behind
    /// for good; the others are shared anew. For Resume of a restored store, and LedgerKey with -NewSealer: the same of keys in Operational
    /// custody, where the others are sealed anew.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LeaveBehind { get; set; } = [];

    /// <summary>For Roster: CAs (object, name or id) or key ids in Quorum custody whose newest dealing never opened, since its shares are
    /// garbage or gone. m custodians of the dealing before, who are still on the roster, open that one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FromDealingBefore { get; set; } = [];

    /// <summary>For LedgerKey: a new custody sealer too, under which every key in Operational custody is sealed anew.</summary>
    [Parameter]
    public SwitchParameter NewSealer { get; set; }

    /// <summary>For CorrectClock: names of principals whose keys stay in use, though they signed a date in the future. Without it
    /// every key that did is retired.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PrincipalCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] KeepKey { get; set; } = [];

    /// <summary>For Resume: names of those who suspended or restored, whose signing keys it retires.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PrincipalCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RetireKey { get; set; } = [];

    /// <summary>For Revoke: why (RFC 5280 5.3.1).</summary>
    [Parameter]
    public RevocationReason? RevocationReason { get; set; }

    /// <summary>For Revoke: since when, as ISO 8601 text, in UTC unless it says otherwise, or a DateTime; the time of execution by
    /// default.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? RevocationDate { get; set; }

    /// <summary>Who may run the plan: names of principals on the roster; you by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PrincipalCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Executor { get; set; } = [];

    /// <summary>How long approvals are gathered; units y w d h min.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string GatherBy { get; set; } = "14d";

    /// <summary>How long after that the operation may run; units y w d h min.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string UseBy { get; set; } = "2d";

    /// <summary>Why; it stands in the plan.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    private protected override object ErrorTarget => InputObject ?? Operation;

    private RequestCompletion Answers => new(Connection);

    protected override void Process()
    {
        var request = Asked();
        if (ShouldProcess(Connection.Location, Opening(request)))
        {
            var started = RequestInput.Naming(
                Request, () => Ceremonies.Start(request, Identity, Cancellation, finding => WriteWarning(finding.ToString())));
            WriteRecorded(() => Shown(started), started);
        }
    }

    private TrstCeremony Shown(CeremonyRecord started)
    {
        var review = Ceremonies.Review(started.CeremonyId, Cancellation);
        foreach (var line in review.Lines.Where(line => line.Key == PlanReview.SameName))
        {
            WriteWarning($"{line.Value}.");
        }

        return Show(review);
    }

    private CeremonyRequest Asked()
    {
        var operation = CeremonyService.DemandOperation(Operation);
        RefuseForeign(operation);
        var input = Reference.Unwrap(InputObject);
        var now = Connection.Now;
        return new CeremonyRequest
        {
            Operation = operation == "Rotation" && SameKey ? "Renewal" : operation,
            Spec = SpecOf(input, operation),
            Authority = operation is "Rotation" or "Renewal" or "Retire" or "Revoke" or "DestroyKey"
                || (operation == "Request" && input is not null and not CASpec)
                ? AuthorityOf(InputObject, operation) : null,
            Issuer = Issuer,
            Target = operation is "CrossSign" or "Import" ? CertificateInput.Read(this, InputObject)
                : operation == "Answer" ? Answers.Choose(CertificateInput.ReadAll(this, InputObject), Cancellation) : null,
            Like = Like is null ? null : CertificateInput.Read(this, Like),
            Roster = operation == "Roster" ? Demand<TrstRoster>(input, operation, "a roster from New-TrstRoster").Draft
                ?? throw new TrstException(ErrorId.ParameterMissing, operation, "a new roster from New-TrstRoster") : null,
            LeaveBehind = LeaveBehind,
            FromDealingBefore = FromDealingBefore,
            NewSealer = NewSealer,
            KeepKeys = KeepKey,
            RetiredSigners = RetireKey,
            Request = Request is null ? null : RequestInput.Read(this, Request),
            SameKey = SameKey,
            KeyIdentifier = KeyIdentifier,
            LinkCertificates = LinkCertificates,
            Twin = Twin,
            Custody = Custody,
            LintWaivers = Waivers(),
            RevocationReason = RevocationReason,
            RevocationDate = WholeSeconds(RevocationDate),
            Executors = Executor,
            Gathering = Duration.Parse(GatherBy).AddTo(now) - now,
            Use = Duration.Parse(UseBy).AddTo(now) - now,
            Reason = Reason,
        };
    }

    private void RefuseForeign(string operation)
    {
        var foreign =
            Owners.FirstOrDefault(
                owner => MyInvocation.BoundParameters.ContainsKey(owner.Key)
                    && !owner.Value.Contains(operation, StringComparer.Ordinal)).Key
            ?? (InputObject is not null && operation is "Resume" or "LedgerKey" or "CorrectClock" ? nameof(InputObject) : null);
        if (foreign is not null)
        {
            throw new TrstException(ErrorId.ParameterForeign, foreign, operation);
        }
    }

    private CASpec? SpecOf(object? input, string operation) => Like is not null && Spec is not null
        ? throw new TrstException(ErrorId.InvalidArgument, nameof(Like), "either -Like or -Spec", "both")
        : operation switch
    {
        "Root" or "Intermediate" => Demand<CASpec>(input, operation, "a specification from New-TrstCASpec"),
        "Request" when input is null && !SameKey => Demand<CASpec>(Spec, operation, "a CA specification from New-TrstCASpec"),
        _ => input as CASpec ?? Spec,
    };

    private LintWaiver[] Waivers() => LintWaiver is null ? [] : LintWaiver.Cast<DictionaryEntry>()
        .Select(entry => new LintWaiver(entry.Key.ToString()!, entry.Value?.ToString() ?? string.Empty))
        .ToArray();

    private static DateTime? WholeSeconds(DateTime? time) => time?.AddTicks(-(time.Value.Ticks % TimeSpan.TicksPerSecond));

    private static string AuthorityOf(object? input, string operation) => Reference.Unwrap(input) switch
    {
        TrstCA authority => authority.AuthorityId,
        TrstCrossCertificate cross when operation == "Revoke" => cross.CertificateId,
        string name => name,
        _ => Reference.Member(input, nameof(TrstCA.AuthorityId))
            ?? throw new TrstException(ErrorId.ParameterMissing, operation, "a CA object, its name or its id"),
    };

    private static string? CalledBy(object? input) => Reference.Unwrap(input) switch
    {
        TrstCA authority => authority.Name,
        TrstCrossCertificate cross => cross.Record.View.Subject,
        _ => Reference.Member(input, nameof(TrstCA.Name)) is { } name ? CanonicalText.Escape(name) : null,
    };

    private static T Demand<T>(object? input, string operation, string what)
        where T : class => input as T ?? throw new TrstException(ErrorId.ParameterMissing, operation, what);

    private string Opening(CeremonyRequest request) =>
        $"Open {(request.Operation[0] is 'A' or 'I' ? "an" : "a")} {request.Operation} ceremony for {Subject(request)} as {SignerName}";

    // An object of a CA has a name that says more than the id by which it is found.
    private string Subject(CeremonyRequest request) =>
        request.Spec?.Subject
            ?? (request.Authority is null ? null : CalledBy(InputObject) ?? request.Authority)
            ?? (request.Roster is { } roster
                ? $"{roster.Threshold} of {roster.Principals.Count(p => p.IsCustodian)} custodians"
                : request.Target is null
                ? "this tenant"
                : "a certificate");
}
