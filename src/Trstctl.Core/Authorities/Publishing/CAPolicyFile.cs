using System.Globalization;
using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>A CAPolicy.inf with what the certificate says, so that AD CS asks for the same at its next renewal (Microsoft's
/// CAPolicy.inf syntax).</summary>
internal static class CAPolicyFile
{
    public static string Write(AuthorityRecord authority)
    {
        var spec = authority.Spec is { } known ? CASpecInput.From(known) : CASpecCertificate.Read(authority.Certificate);
        var text = new StringBuilder("[Version]\r\nSignature=\"$Windows NT$\"\r\n");
        if (spec.CertificatePolicies.Count > 0)
        {
            Section(
                text, "PolicyStatementExtension",
                $"Policies={string.Join(",", spec.CertificatePolicies.Select((_, i) => $"Policy{i + 1}"))}");
            for (var i = 0; i < spec.CertificatePolicies.Count; i++)
            {
                var policy = CertificatePolicy.Parse("CertificatePolicy", spec.CertificatePolicies[i]);
                Section(text, $"Policy{i + 1}", $"OID={policy.Oid}", policy.CpsUri is null ? null : $"URL={policy.CpsUri}");
            }
        }

        Section(
            text,
            "BasicConstraintsExtension",
            spec.PathLength is null ? null : $"PathLength={spec.PathLength.Value.ToString(CultureInfo.InvariantCulture)}",
            "Critical=Yes");
        if (spec.ExtendedKeyUsages.Count > 0)
        {
            Section(text, "EnhancedKeyUsageExtension", [.. spec.ExtendedKeyUsages.Select(oid => $"OID={oid}"), "Critical=No"]);
        }

        Names(text, spec);
        Section(text, "certsrv_server", [.. Renewal(authority), "LoadDefaultTemplates=0", "AlternateSignatureAlgorithm=0"]);
        if (authority.IsRoot)
        {
            Section(text, "CRLDistributionPoint", "Empty=True");
            Section(text, "AuthorityInformationAccess", "Empty=True");
        }

        return text.ToString();
    }

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

    private static void Names(StringBuilder text, CASpecInput spec)
    {
        if (spec.PermittedNames.Count + spec.ExcludedNames.Count == 0)
        {
            return;
        }

        Section(
            text,
            "NameConstraintsExtension",
            spec.PermittedNames.Count > 0 ? "Include=NameConstraintsPermitted" : null,
            spec.ExcludedNames.Count > 0 ? "Exclude=NameConstraintsExcluded" : null,
            "Critical=True");
        Subtrees(text, "NameConstraintsPermitted", spec.PermittedNames);
        Subtrees(text, "NameConstraintsExcluded", spec.ExcludedNames);
    }

    private static void Subtrees(StringBuilder text, string section, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            Section(text, section, [.. names.Select(name => ConstrainedName.Parse("PermittedName", name)).Select(Subtree)]);
        }
    }

    private static string Subtree(ConstrainedName name)
    {
        var value = name.ToString();
        value = value.Substring(value.IndexOf(':') + 1);
        return name.Form switch
        {
            NameForm.Dns => $"DNS={value}",
            NameForm.Email => $"EMAIL={value}",
            NameForm.Uri => $"URL={value}",
            NameForm.DirectoryName => $"DirectoryName=\"{value}\"",
            _ => $"IPADDRESS={value.Replace("/", ",")}",
        };
    }

    private static void Section(StringBuilder text, string name, params string?[] lines)
    {
        text.Append($"\r\n[{name}]\r\n");
        foreach (var line in lines.OfType<string>())
        {
            text.Append(line).Append("\r\n");
        }
    }
}
