using System.Globalization;
using System.Net;
using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>A CAPolicy.inf with what the certificate says, so that AD CS asks for the same at its next renewal (Microsoft's
/// CAPolicy.inf syntax, and Policy.inf for name constraints).</summary>
internal static class CAPolicyFile
{
    // What needs no quotes; a semicolon would begin a comment.
    private const string Bare = "-._~:/@";

    public static string Write(AuthorityRecord authority)
    {
        var parts = CertificateParts.OfCertificate(authority.Certificate);
        var text = new StringBuilder("[Version]\r\nSignature=\"$Windows NT$\"\r\n");
        Part(text, "certificate policies", () => Policies(parts));
        Part(text, "path length", () => BasicConstraints(parts));
        Part(text, "extended key usages", () => Usages(parts));
        Part(text, "name constraints", () => Names(NameConstraintSet.From(parts)));
        var alternate = $"AlternateSignatureAlgorithm={(IsPss(authority, parts) ? 1 : 0)}";
        text.Append(Section("certsrv_server", [.. Renewal(authority), "LoadDefaultTemplates=0", alternate]));
        if (authority.IsRoot)
        {
            text.Append(Section("CRLDistributionPoint", "Empty=True"));
            text.Append(Section("AuthorityInformationAccess", "Empty=True"));
        }

        return text.ToString();
    }

    // What a root signs itself with it signs all with; of another CA its own certificate does not tell.
    private static bool IsPss(AuthorityRecord authority, CertificateParts parts) =>
        authority.IsRoot && parts.SignatureOid == PssParameters.Oid;

    // A certificate of elsewhere may say what this syntax or we cannot: the file says which part that is.
    private static void Part(StringBuilder text, string name, Func<IEnumerable<string>> write)
    {
        try
        {
            text.Append(string.Concat(write()));
        }
        catch (TrstException)
        {
            text.Append($"\r\n; The {name} of the certificate cannot be written in this file; see to them yourself.\r\n");
        }
    }

    private static IEnumerable<string> Policies(CertificateParts parts)
    {
        var policies = parts.Find(Oids.CertificatePolicies)?.Value.Children ?? [];
        return policies.Count == 0
            ? []
            : [
                Section("PolicyStatementExtension", $"Policies={string.Join(",", policies.Select((_, i) => $"Policy{i + 1}"))}"),
                .. policies.Select((policy, i) => Section(
                    $"Policy{i + 1}", [$"OID={policy[0].Oid()}", .. PracticeStatements(policy).Select(url => $"URL={Value(url)}")])),
            ];
    }

    private static IEnumerable<string> PracticeStatements(DerElement policy) => policy.Children.Skip(1)
        .SelectMany(qualifiers => qualifiers.Children)
        .Where(qualifier => qualifier.Count == 2 && qualifier[0].Oid() == Oids.CpsQualifier)
        .Select(qualifier => Encoding.ASCII.GetString(qualifier[1].Content));

    private static IEnumerable<string> BasicConstraints(CertificateParts parts) =>
    [
        Section(
            "BasicConstraintsExtension",
            parts.PathLength() is { } length ? $"PathLength={length.ToString(CultureInfo.InvariantCulture)}" : null, "Critical=Yes"),
    ];

    private static IEnumerable<string> Usages(CertificateParts parts) => ExtendedKeyUsages.From(parts) is { Count: > 0 } usages
        ? [Section("EnhancedKeyUsageExtension", [.. usages.Select(oid => $"OID={oid}"), "Critical=No"])]
        : [];

    // What CAPolicy.inf can say of keys is the length of RSA; the provider chosen at installation decides the rest.
    private static IEnumerable<string> Renewal(AuthorityRecord authority)
    {
        var view = authority.View;
        if (PublicKey.TryRead(view.Spki) is { Family: KeyFamily.Rsa } key)
        {
            yield return $"RenewalKeyLength={key.Bits.ToString(CultureInfo.InvariantCulture)}";
        }

        var days = (int)Math.Round((view.NotAfter - view.NotBefore).TotalDays);
        var apart = view.NotAfter.Year - view.NotBefore.Year;
        var years = apart > 0 && view.NotBefore.AddYears(apart) == view.NotAfter ? apart : 0;
        yield return $"RenewalValidityPeriod={(years > 0 ? "Years" : "Days")}";
        yield return $"RenewalValidityPeriodUnits={(years > 0 ? years : days).ToString(CultureInfo.InvariantCulture)}";
    }

    private static IEnumerable<string> Names(NameConstraintSet names) => names.IsEmpty
        ? []
        : [
            Section(
                "NameConstraintsExtension",
                names.Permitted.Count > 0 ? "Include=NameConstraintsPermitted" : null,
                names.Excluded.Count > 0 ? "Exclude=NameConstraintsExcluded" : null,
                "Critical=True"),
            .. Subtrees("NameConstraintsPermitted", names.Permitted),
            .. Subtrees("NameConstraintsExcluded", names.Excluded),
        ];

    private static IEnumerable<string> Subtrees(string section, IReadOnlyList<ConstrainedName> names) =>
        names.Count > 0 ? [Section(section, [.. names.Select(Subtree)])] : [];

    private static string Subtree(ConstrainedName name) => name.Form switch
    {
        NameForm.Dns => $"DNS={Value(name.Host)}",
        NameForm.Email => $"EMAIL={Value(name.Host)}",
        NameForm.Upn => $"UPN={Value(name.Host)}",
        NameForm.Uri => $"URL={Value(name.Host)}",
        NameForm.DirectoryName => $"DirectoryName={Value(name.DirectoryName!.ToString())}",
        _ => $"IPADDRESS={Masked(name.Range!.ToBytes())}",
    };

    // An address and its mask, both written as addresses.
    private static string Masked(byte[] range) =>
        $"{new IPAddress(range.AsSpan(0, range.Length / 2).ToArray())},{new IPAddress(range.AsSpan(range.Length / 2).ToArray())}";

    // In a setup file a quote within quotes is doubled, and so is a percent sign, which would name a string.
    private static string Value(string text) =>
        text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            ? throw new TrstException(ErrorId.TextInvalid, "the value", $"\"{CanonicalText.Escape(text)}\" ends its line")
            : text.Length > 0 && text.All(c =>
                c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || Bare.IndexOf(c) >= 0) ? text
                : $"\"{text.Replace("\"", "\"\"").Replace("%", "%%")}\"";

    private static string Section(string name, params string?[] lines) =>
        $"\r\n[{name}]\r\n{string.Concat(lines.OfType<string>().Select(line => line + "\r\n"))}";
}
