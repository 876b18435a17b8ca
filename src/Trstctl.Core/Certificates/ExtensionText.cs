using System.Text;

namespace Trstctl.Certificates;

/// <summary>One extension in plain words. What differs from the form that we write ourselves is shown in hex.</summary>
internal static class ExtensionText
{
    public static IEnumerable<KeyValuePair<string, string>> Describe(CertificateParts parts, ExtensionPart extension)
    {
        var duplicate = parts.Extensions.Count(e => e.Oid == extension.Oid) > 1;
        var lines = duplicate ? null : Known(parts, extension)?.ToArray();
        return lines ?? [Raw(extension)];
    }

    private static IEnumerable<KeyValuePair<string, string>>? Known(CertificateParts parts, ExtensionPart extension)
    {
        try
        {
            return extension.Oid switch
            {
                Oids.BasicConstraints
                    => Usual(extension, true, parts.IsCA() ? Value(TbsWriter.BasicConstraints(parts.PathLength())) : null, []),
                Oids.KeyUsage => Usual(extension, true, Value(TbsWriter.KeyUsage()), [Line("key usage", "sign certificates and CRLs")]),
                Oids.SubjectKeyIdentifier
                    => Usual(
                        extension, false, Value(TbsWriter.SubjectKeyIdentifier(parts.SubjectKeyIdentifier()!)),
                        [Line("key id", Identifier(parts.SubjectKeyIdentifier()!))]),
                Oids.AuthorityKeyIdentifier => Usual(
                    extension,
                    false,
                    parts.AuthorityKeyIdentifier() is { } id ? Value(TbsWriter.AuthorityKeyIdentifier(id)) : null,
                    [Line("issuer's key id", Identifier(parts.AuthorityKeyIdentifier() ?? []))]),
                Oids.NameConstraints => Names(parts, extension),
                Oids.ExtendedKeyUsage => Usual(
                    extension,
                    false,
                    Value(TbsWriter.ExtendedKeyUsage(ExtendedKeyUsages.From(parts))),
                    [Line("only for", string.Join(", ", ExtendedKeyUsages.From(parts).Select(ExtendedKeyUsages.NameOf)))]),
                Oids.CertificatePolicies => Policies(extension),
                Oids.CrlDistributionPoints => Usual(
                    extension, false, Value(TbsWriter.CrlDistributionPoints(CertificateUrls.Crl(parts))),
                    CertificateUrls.Crl(parts).Select(url => Line("CRL at", url))),
                Oids.AuthorityInfoAccess => Access(parts, extension),
                Oids.SubjectAlternativeName => AlternativeNames(extension),
                _ => null,
            };
        }
        catch (TrstException)
        {
            return null;
        }
    }

    // Words stand for an extension only where they say all that it says.
    private static IEnumerable<KeyValuePair<string, string>>? Usual(
        ExtensionPart extension, bool critical, byte[]? value, IEnumerable<KeyValuePair<string, string>> lines) =>
        extension.Critical == critical && value is not null && value.AsSpan().SequenceEqual(extension.Octets.Content) ? lines : null;

    private static IEnumerable<KeyValuePair<string, string>>? Names(CertificateParts parts, ExtensionPart extension)
    {
        var names = NameConstraintSet.From(parts);
        return extension.Critical
            ? names.Permitted
                .Select(name => Line("only names", name.ToString()))
                .Concat(names.Excluded.Select(name => Line("never names", name.ToString())))
            : null;
    }

    private static IEnumerable<KeyValuePair<string, string>>? AlternativeNames(ExtensionPart extension)
    {
        var names = extension.Value.Expect(Der.SequenceTag).Children.Select(GeneralNameWords.Of).ToArray();
        return names.Length == 0 || names.Any(name => name is null)
            ? null
            : names.Select(name => Line(extension.Critical ? "alternative name (critical)" : "alternative name", name!));
    }

    private static IEnumerable<KeyValuePair<string, string>>? Policies(ExtensionPart extension)
    {
        var texts = extension.Value.Children.Select(PolicyText).ToArray();
        return extension.Critical || texts.Any(text => text is null) ? null : texts.Select(text => Line("policy", text!));
    }

    private static string? PolicyText(DerElement policy)
    {
        var oid = policy[0].Oid();
        return policy.Count == 1 ? oid
            : policy.Count == 2
                && policy[1].Count == 1
                && policy[1][0].Count == 2
                && policy[1][0][0].Oid() == Oids.CpsQualifier
                && policy[1][0][1].Tag == 0x16
                ? $"{oid}, practice statement {Encoding.ASCII.GetString(policy[1][0][1].Content)}"
                : null;
    }

    private static IEnumerable<KeyValuePair<string, string>>? Access(CertificateParts parts, ExtensionPart extension)
    {
        var locations = CertificateUrls.AccessLocations(parts);
        var urls = locations.Where(pair => pair.Key == Oids.CAIssuers).Select(pair => pair.Value).ToArray();
        return urls.Length == 0
            ? null
            : Usual(extension, false, Value(TbsWriter.IssuerUrls(urls)), urls.Select(url => Line("issuer at", url)));
    }

    private static KeyValuePair<string, string> Raw(ExtensionPart extension) =>
        Line($"extension {extension.Oid}", $"{(extension.Critical ? "critical" : "not critical")}, {Hex.Encode(extension.Octets.Content)}");

    private static string Identifier(byte[] identifier) => identifier.All(b => b == 0) ? "not yet made" : Hex.Encode(identifier);

    private static byte[]? Value(byte[]? extension)
    {
        if (extension is null)
        {
            return null;
        }

        var node = DerElement.Read(extension, "extension");
        return node[node.Count - 1].Content;
    }

    private static KeyValuePair<string, string> Line(string label, string value) => new(label, value);
}
