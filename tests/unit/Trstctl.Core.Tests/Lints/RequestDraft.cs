using Trstctl.Asn1;

namespace Trstctl.Core.Tests.Lints;

/// <summary>A PKCS#10 request whose every part can be replaced before it is signed.</summary>
internal sealed class RequestDraft
{
    public byte[] Version { get; set; } = Der.Integer(0);

    public byte[] Subject { get; set; } = Draft.Name(("C", "DE"), ("O", "Contoso"), ("CN", "Contoso Issuing CA"));

    public byte[] Spki { get; set; } = Draft.Spki;

    public byte[] Algorithm { get; set; } = Draft.Algorithm();

    public List<byte[]> Attributes { get; } = [Extensions(Draft.Extension(Oids.KeyUsage, Draft.KeyUsage(5, 6), critical: true))];

    public bool WithoutAttributes { get; set; }

    public byte[]? Signature { get; set; }

    public static byte[] Extensions(params byte[][] extensions) => Attribute(Oids.ExtensionRequest, Der.Sequence(extensions));

    public static byte[] Attribute(string oid, params byte[][] values) => Der.Sequence(Der.Oid(oid), Der.SetOf(values));

    public byte[] Info() => Der.Sequence(
        Version, Subject, Spki, WithoutAttributes ? null : Der.Explicit(0, Attributes.OrderBy(a => a, ByteOrder.Instance).ToArray()));

    public byte[] Build() => Draft.Signed(Info(), Algorithm, Signature);
}
