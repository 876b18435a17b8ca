namespace Trstctl.Ceremonies;

/// <summary>A lint rule that may be broken here, and why; it stands in the signed plan.</summary>
public sealed record LintWaiver(string Rule, string Reason)
{
    internal const int Most = 50;

    internal static LintWaiver Declare(Fields f, LintWaiver? w) =>
        new(f.Text("rule", w?.Rule, 64), f.Text("reason", w?.Reason, Approval.MaxReason));

    /// <summary>Where there are none, the member is left out; one that is there and holds none is read, too.</summary>
    internal static IReadOnlyList<LintWaiver> DeclareAny(Fields f, IReadOnlyList<LintWaiver>? waivers) =>
        f.Has("waivers", waivers is { Count: > 0 }) ? f.Objects("waivers", waivers, Most, Declare) : [];
}

/// <summary>Bytes that will be signed: complete, or with only the new key's places open.</summary>
internal sealed class Artefact
{
    /// <summary>The certificate or request that the plan is about, where it makes several.</summary>
    public const string MainName = "certificate";

    private readonly JsonObject template;
    private readonly Lazy<IReadOnlyList<KeyValuePair<string, string>>> words;
    private readonly Lazy<IReadOnlyList<LintFinding>> lint;
    private Lazy<DateTime?> begins = new(() => null);

    private Artefact(
        string name, string kind, JsonObject template, Func<IReadOnlyList<KeyValuePair<string, string>>> words,
        Func<IReadOnlyList<LintFinding>> lint, IReadOnlyList<LintWaiver> waivers)
    {
        Name = name;
        Kind = kind;
        this.template = template;
        this.words = new(words);
        this.lint = new(lint);
        Waivers = waivers;
    }

    public string Name { get; }

    /// <summary>"certificate" or "request".</summary>
    public string Kind { get; }

    /// <summary>What it says, rendered from the DER.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Words => words.Value;

    /// <summary>By the rules of this version.</summary>
    public IReadOnlyList<LintFinding> Lint => lint.Value;

    public IReadOnlyList<LintWaiver> Waivers { get; }

    /// <summary>When the certificate begins; null of a request.</summary>
    public DateTime? NotBefore => begins.Value;

    public static Artefact Certificate(string name, CertificateTemplate template, LintRole role, IReadOnlyList<LintWaiver> waivers) =>
        new(
            name, "certificate", template.ToJson(), () => CertificateText.Describe(template.Tbs),
            () => CertificateLint.Check(template.Tbs, role), waivers)
        {
            begins = new(() => CertificateParts.Of(template.Tbs).NotBefore),
        };

    public static Artefact Request(RequestTemplate template) => new(
        MainName, "request", template.ToJson(), () => RequestText.Describe(template.Info),
        () => CertificateLint.Check(template.Info, LintRole.Request), []);

    /// <summary>What is approved, and beside it what this version's lint says.</summary>
    public JsonObject ToJson()
    {
        var json = ToApprovedJson();
        json.Add(
            "lint",
            new JsonArray(Lint.Select(
                f => new JsonObject { { "rule", f.Rule }, { "severity", f.Severity }, { "message", f.Message } })));
        return json;
    }

    /// <summary>What a verifier rebuilds and compares. Findings are left out: another version has other rules, and the bytes are
    /// the same.</summary>
    public JsonObject ToApprovedJson() => new()
    {
        { "name", Name },
        { "kind", Kind },
        { "template", template },
        { "waivers", new JsonArray(Waivers.Select(w => Fields.Write(w, LintWaiver.Declare))) },
    };

    /// <summary>Refuses an error that no waiver names, and a waiver that names nothing.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.LintFailed"/> or <see cref="ErrorId.SpecInvalid"/>.</exception>
    public void DemandClean()
    {
        if (Lint.FirstOrDefault(f => f.Weight == LintSeverity.Error && Waivers.All(w => !Waives(w, f))) is { } error)
        {
            throw new TrstException(ErrorId.LintFailed, $"{error.Clause}: {error.Message} ({error.Rule})", error.Rule);
        }

        if (Waivers.FirstOrDefault(w => Lint.All(f => !Waives(w, f))) is { } idle)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "LintWaiver", "rules that this certificate breaks", CanonicalText.Escape(idle.Rule));
        }
    }

    private static bool Waives(LintWaiver waiver, LintFinding finding) =>
        string.Equals(waiver.Rule, finding.Rule, StringComparison.Ordinal);
}
