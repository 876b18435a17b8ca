using Trstctl.Asn1;
using Trstctl.Authorities.Publishing;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Keys;
using Trstctl.Ledger;
using Trstctl.Lints;
using Trstctl.Names;
using Trstctl.Primitives;
using Trstctl.Rosters;

namespace Trstctl.Core.Tests.Fuzz;

internal static partial class ParserTargets
{
    private static readonly string[] Times = ["2026-01-01T00:00:00Z", "2026-01-01", "9999-12-31T23:59:59Z", "2024-02-29T12:00:00Z"];
    private static readonly string[] Names = ["Alice Müller", "Jean-Luc", "Софья", "O'Neill 2", "Ελένη"];
    private static readonly string[] DistinguishedNames =
    [
        "CN=Root,O=Contoso,C=DE", "CN=a\\,b+OU=x, DC=example, DC=com", "2.5.4.3=#0c0161,C=US", "CN=\\C3\\A4, O=\" \\\"x\\\" \"",
    ];

    private static readonly string[] ConstrainedNames =
        ["DNS:example.com", "IP:10.0.0.0/8", "IP:2001:db8::/32", "dirName:O=x,C=DE", "email:@a.example", "URI:.a.example", "UPN:@x"];

    private static readonly string[] Urls = ["http://a.example/c.crl", "ldap://h/CN=a,DC=b?c?base", "https://u@[::1]:80/a%20b?x#y"];

    private static readonly string[] Hosts = ["www.example.com", "*.a.example", ".a.example", "a@b.example", "xn--bcher-kva.example"];

    private static Dictionary<string, (Action<string> Read, string[] Seeds)> OfTexts() => new()
    {
        ["JsonParser.ParseObject"] = (
            text => new JsonParser(text, "x").ParseObject(), ["{\"a\":[1,true,{\"b\":\"\\u00e4\\n\"}],\"c\":-5}", " { \"x\" : [ ] } "]),
        ["Base64Url.TryDecode"] = (text => Base64Url.TryDecode(text, out _), ["AAECAwQ", "_-8", "YWJj"]),
        ["StandardBase64.TryDecode"] = (text => StandardBase64.TryDecode(text, out _), ["AAECAwQ=", "/+8=", "YWJj"]),
        ["Hex.TryDecode"] = (text => Hex.TryDecode(text, out _), ["00ff", "deadbeef"]),
        ["UtcTime.TryParse"] = (text => UtcTime.TryParse(text, out _), Times),
        ["Uuid.IsWritten"] = (text => Uuid.IsWritten(text), ["01890a5d-ac96-774b-bcce-b302099a8057"]),
        ["CanonicalText.Enter"] = (text => CanonicalText.Enter("x", text, 64), Names),
        ["CanonicalText.Fault"] = (text => CanonicalText.Fault(text), Names),
        ["CanonicalText.Escape"] = (text => CanonicalText.Escape(text), Names),
        ["PgpWords.TryDecode"] = (
            text => PgpWords.TryDecode(text.Split(' '), out _), [string.Join(' ', PgpWords.Encode([0, 1, 2, 3, 254, 255, 128, 77]))]),
        ["PrincipalName.Enter"] = (text => PrincipalName.Enter(text), Names),
        ["PrincipalName.Key"] = (text => PrincipalName.Key(text), Names),
        ["Pem.Decode"] = (
            text => Pem.Decode("CERTIFICATE", text),
            [Pem.Encode("CERTIFICATE", new byte[99]), "x\n" + Pem.Encode("CERTIFICATE", [1]) + "y"]),
        ["Pem.DecodeAll"] = (text => Pem.DecodeAll("X", text), [Pem.Encode("X", new byte[70]) + "\r\n" + Pem.Encode("X", [2, 3])]),
        ["KeyAlgorithm.Parse"] = (text => KeyAlgorithm.Parse(text), [.. KeyAlgorithm.All.Select(a => a.Name)]),
        ["KeyAlgorithm.Find"] = (text => KeyAlgorithm.Find(text), ["ECDSA-P256", "ML-DSA-44"]),
        ["LedgerPoint.Parse"] = (text => LedgerPoint.Parse(text), [new LedgerPoint(7, Digest(1)).ToString()]),
        ["SpecUrl.Parse"] = (text => SpecUrl.Parse("x", text, "http", "ldap"), Urls),
        ["SpecUrl.IsOf"] = (text => SpecUrl.IsOf(text, SpecUrl.Published), Urls),
        ["CertificatePolicy.Parse"] = (
            text => CertificatePolicy.Parse("x", text), ["1.2.3.4=http://a.example/cps", "2.5.29.32.0", "1.2.3"]),
        ["Duration.Parse"] = (text => Duration.Parse(text).AddTo(TestCA.Start), ["10y", "90d", "12h", "30min", "2w", "2147483647y"]),
        ["ExtendedKeyUsages.Parse"] = (text => ExtendedKeyUsages.Parse("x", text), ["serverAuth", "1.3.6.1.5.5.7.3.1", "clientAuth"]),
        ["AdcsName.Of"] = (text => AdcsName.Of(text), Names),
        ["HostSyntax.IsUpnOrDomain"] = (text => HostSyntax.IsUpnOrDomain(text), Hosts),
        ["AdcsName.FileOf"] = (text => AdcsName.FileOf(text), Urls),
        ["OperationCatalogue.Demand"] = (text => OperationCatalogue.Demand(text), ["Root", "Intermediate", "LedgerKey"]),
        ["OperationCatalogue.DemandExact"] = (text => OperationCatalogue.DemandExact(text), ["Root", "Intermediate", "LedgerKey"]),
        ["IPRange.Parse"] = (text => IPRange.Parse(text)?.ToString(), ["10.0.0.0/8", "2001:db8::/32", "1.2.3.4", "::ffff:1.2.3.4/96"]),
        ["DistinguishedName.Parse"] = (text => DistinguishedName.Parse("x", text).ToString(), DistinguishedNames),
        ["DistinguishedNameParser.Parse"] = (text => DistinguishedNameParser.Parse("x", text), DistinguishedNames),
        ["ConstrainedName.Parse"] = (text => ConstrainedName.Parse("x", text).ToString(), ConstrainedNames),
        ["ConstrainedNameParser.Parse"] = (text => ConstrainedNameParser.Parse("x", text), ConstrainedNames),
        ["ConstrainedNameParser.ParseTyped"] = (text => ConstrainedNameParser.ParseTyped("x", text), ConstrainedNames),
        ["AttributeType.Find"] = (text => AttributeType.Find(text), ["CN", "DC", "2.5.4.3", "emailAddress"]),
        ["HostSyntax.IsHostOrDomain"] = (text => HostSyntax.IsHostOrDomain(text), Hosts),
        ["HostSyntax.IsHost"] = (text => HostSyntax.IsHost(text), Hosts),
        ["GeneralNameText.IsHost"] = (text => GeneralNameText.IsHost(text), Hosts),
        ["GeneralNameText.IsHostOrWildcard"] = (text => GeneralNameText.IsHostOrWildcard(text), Hosts),
        ["GeneralNameText.IsMailbox"] = (text => GeneralNameText.IsMailbox(text), Hosts),
        ["GeneralNameText.IsUri"] = (text => GeneralNameText.IsUri(text), Urls),
        ["GeneralNameText.Shown"] = (text => GeneralNameText.Shown(text), Urls),
        ["CASpecInput.Build"] = (Spec, [
            string.Join('|', "CN=Root,O=Contoso,C=DE", "10y", "2026-01-01", "2036-01-01", "DNS:example.com", "IP:10.0.0.0/8", "serverAuth",
                "1.2.3=http://a.example/cps", "http://a.example/c", "ECDSA-P256"),
            string.Join('|', "CN=x", "90d", "", "", "dirName:O=x", "", "1.2.3", "", "", "RSA-3072"),
        ]),
    };

    // Its fields stand in one line.
    private static void Spec(string text)
    {
        var field = text.Split('|');
        string? At(int place) => place < field.Length && field[place].Length > 0 ? field[place] : null;
        List<string> Listed(int place) => At(place) is { } one ? [one] : [];
        new CASpecInput
        {
            Subject = At(0), Validity = At(1), NotBefore = At(2), NotAfter = At(3), PermittedNames = Listed(4), ExcludedNames = Listed(5),
            ExtendedKeyUsages = Listed(6), CertificatePolicies = Listed(7), CrlUrls = Listed(8), IssuerUrls = Listed(8),
            KeyAlgorithm = At(9),
        }.Build();
    }
}
