using Trstctl.Asn1;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class RequestSamples
{
    public static IEnumerable<LintSample> All =>
    [
        Request("request_version", d => d.Version = Der.Integer(1)),
        Request("request_signature", d => d.Signature = Der.BitString(Draft.Sign([1], d.Algorithm))),
        Request("request_attributes_present", d => d.WithoutAttributes = true),
        Request("request_attribute_values", d => d.Attributes.Add(RequestDraft.Attribute("1.2.3.4"))),
        Request("request_extensions_single", d => d.Attributes[0] = RequestDraft.Attribute(
            Oids.ExtensionRequest,
            Der.Sequence(Draft.Extension(Oids.KeyUsage, Draft.KeyUsage(5, 6), critical: true)),
            Der.Sequence(Draft.Extension(Oids.BasicConstraints, Der.Sequence(Der.True), critical: true)))),
        Request("request_names_subject", d => d.Subject = Der.Sequence()),
        Request("request_no_password", d => d.Attributes.Add(RequestDraft.Attribute("1.2.840.113549.1.9.7", Der.Utf8("secret")))),
    ];
}
