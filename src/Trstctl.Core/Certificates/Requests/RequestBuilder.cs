using Trstctl.Authorities;

namespace Trstctl.Certificates;

/// <summary>Builds the request for a CA certificate that a CA elsewhere will sign (RFC 2986, RFC 2985 5.4.2).</summary>
public static class RequestBuilder
{
    /// <param name="spec">What is asked for.</param>
    /// <param name="spki">DER of an existing key, or null where one of the spec's algorithm is made.</param>
    public static RequestTemplate Request(CASpec spec, byte[]? spki = null) => RequestTemplate.Of(Der.Sequence(
        Der.Integer(0),
        spec.SubjectName.Encoded,
        spki ?? PlaceholderKey.Of(spec.KeyAlgorithm),
        Der.Explicit(0, Der.Sequence(Der.Oid(Oids.ExtensionRequest), Der.SetOf([Der.Sequence(Extensions(spec).ToArray())])))));

    /// <summary>The signed request.</summary>
    /// <param name="signature">By the key that the info names, as X.509 carries it.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.SignatureNotVerified"/>.</exception>
    public static byte[] Assemble(byte[] info, KeyAlgorithm algorithm, byte[] signature)
    {
        var request = Der.Sequence(info, SubjectPublicKeyInfos.SignatureAlgorithm(algorithm), Der.BitString(signature));
        return new CertificateRequestView(request).ProvesPossession
            ? request
            : throw new TrstException(ErrorId.SignatureNotVerified, "the request's own key");
    }

    private static IEnumerable<byte[]?> Extensions(CASpec spec) =>
    [
        TbsWriter.BasicConstraints(spec.PathLength),
        TbsWriter.KeyUsage(),
        TbsWriter.NameConstraints(spec.NameConstraints),
        TbsWriter.ExtendedKeyUsage(spec.ExtendedKeyUsages),
        TbsWriter.Policies(spec.CertificatePolicies),
        spec.IsAdcs ? CAVersion.First.ToExtension() : null,
    ];
}
