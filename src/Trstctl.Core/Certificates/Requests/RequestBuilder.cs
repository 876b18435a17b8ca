namespace Trstctl.Certificates.Requests;

/// <summary>Builds the request for a CA certificate that a CA elsewhere will sign (RFC 2986, RFC 2985 5.4.2).</summary>
internal static class RequestBuilder
{
    /// <param name="spec">What is asked for.</param>
    /// <param name="succeeded">The CA whose next certificate it is, or null for a new one; its name stands byte for byte.</param>
    /// <param name="sameKey">True for the next certificate of the same key; otherwise a key of the spec's algorithm is made.</param>
    public static RequestTemplate Request(CASpec spec, CertificateView? succeeded = null, bool sameKey = false)
    {
        if (succeeded is not null && !DistinguishedName.FromDer(succeeded.SubjectDer).Equivalent(spec.SubjectName))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", $"the CA's own \"{succeeded.Subject}\"", spec.Subject);
        }

        return RequestTemplate.Of(Der.Sequence(
            Der.Integer(0),
            succeeded?.SubjectDer ?? spec.SubjectName.Encoded,
            sameKey ? succeeded!.Spki : PlaceholderKey.Of(spec.Algorithm),
            Der.Explicit(
                0,
                Der.Sequence(Der.Oid(Oids.ExtensionRequest), Der.SetOf([Der.Sequence(Extensions(spec, succeeded, sameKey).ToArray())])))));
    }

    /// <summary>The signed request.</summary>
    /// <param name="signature">By the key that the info names, as X.509 carries it.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.SignatureNotVerified"/>.</exception>
    public static byte[] Assemble(byte[] info, KeyAlgorithm algorithm, byte[] signature)
    {
        var request = Der.Sequence(info, algorithm.SignatureIdentifier(), Der.BitString(signature));
        return new CertificateRequestView(request).ProvesPossession
            ? request
            : throw new TrstException(ErrorId.SignatureNotVerified, "the request's own key");
    }

    private static IEnumerable<byte[]?> Extensions(CASpec spec, CertificateView? succeeded, bool sameKey) =>
    [
        TbsWriter.BasicConstraints(spec.PathLength),
        TbsWriter.KeyUsage(),
        TbsWriter.NameConstraints(spec.NameConstraints),
        TbsWriter.ExtendedKeyUsage(spec.ExtendedKeyUsages),
        TbsWriter.Policies(spec.CertificatePolicies),
        .. spec.IsAdcs ? CAVersion.Extensions(succeeded?.Der, sameKey) : [],
    ];
}
