namespace Trstctl.Ceremonies.Operations;

/// <summary>Reads back what <see cref="Artefact.ToJson"/> wrote.</summary>
internal static class ArtefactReader
{
    /// <summary>The bytes of a certificate that a plan approves.</summary>
    public static CertificateTemplate Certificate(Plan plan, string name) =>
        plan.Templates.GetOrAdd(name, _ => CertificateTemplate.FromJson(Find(plan, name, "certificate").Object("template")));

    public static RequestTemplate Request(Plan plan) =>
        RequestTemplate.FromJson(Find(plan, Artefact.MainName, "request").Object("template"));

    /// <summary>Lint rules that the plan allows an artefact to break.</summary>
    public static IReadOnlyCollection<string> Waived(Plan plan, string name) => Waived(Find(plan, name, "certificate"));

    /// <summary>Lint rules that the plan allows any of its artefacts to break.</summary>
    public static IReadOnlyCollection<string> Waived(Plan plan) =>
        plan.Artefacts.SelectMany(json => Waived(new ObjectReader(json, "artefact"))).Distinct(StringComparer.Ordinal).ToArray();

    /// <summary>In a line, what came out: a certificate or a request.</summary>
    public static string Describe(byte[] der) => CertificateLint.RoleOf(der) == LintRole.Request
        ? $"request {new CertificateRequestView(der).Subject}, SHA-256 {Digest.Of(der).Hex.Substring(0, 16)}"
        : $"certificate {new CertificateView(der).Subject}, SHA-256 {Digest.Of(der).Hex.Substring(0, 16)}";

    /// <summary>The artefact without its findings.</summary>
    public static JsonObject Approved(JsonObject artefact)
    {
        var approved = new JsonObject();
        foreach (var member in artefact.Members.Where(m => !string.Equals(m.Key, "lint", StringComparison.Ordinal)))
        {
            approved.Add(member.Key, member.Value);
        }

        return approved;
    }

    private static IReadOnlyCollection<string> Waived(ObjectReader artefact) => artefact
        .Objects("waivers", LintWaiver.Most)
        .Select(json => Fields.Read<LintWaiver>(json, "waiver", LintWaiver.Declare).Rule)
        .ToArray();

    private static ObjectReader Find(Plan plan, string name, string kind) => plan.Artefacts
        .Select(json => new ObjectReader(json, "artefact"))
        .FirstOrDefault(
            reader => string.Equals(reader.Text("name"), name, StringComparison.Ordinal)
                && string.Equals(reader.Text("kind"), kind, StringComparison.Ordinal))
        ?? throw new TrstException(
            ErrorId.PlanInvalid, null, plan.Ceremony, Uuid.Short(plan.Ceremony), $"it approves no {kind} \"{name}\"");
}
