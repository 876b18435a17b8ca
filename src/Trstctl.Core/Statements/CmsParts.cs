namespace Trstctl.Statements;

/// <summary>
/// The parts of a statement that its one encoding can be rebuilt from, and those that a refusal names. Only sizes are judged here:
/// who trusts a statement rebuilds it and compares.
/// </summary>
internal sealed class CmsParts
{
    public const int MaxContent = 5 * 512 * 1024;

    public const int MaxStatement = MaxContent + (64 * 1024);

    // PKCS #9 signingTime (RFC 5652 11.3).
    private const string SigningTimeAttribute = "1.2.840.113549.1.9.5";

    private byte[]? issuerAndSerial;

    /// <summary>The statement itself.</summary>
    public required byte[] Encoded { get; init; }

    public required string ContentType { get; init; }

    public required byte[] Content { get; init; }

    public required byte[] Certificate { get; init; }

    /// <summary>Issuer and serial number as they stand in the certificate.</summary>
    public byte[] IssuerAndSerial => issuerAndSerial ??= StatementEncoding.IssuerAndSerial(CertificateElement);

    public required byte[] Signer { get; init; }

    public required byte[] DigestAlgorithm { get; init; }

    /// <summary>Its certificate where it stands in it.</summary>
    private DerElement CertificateElement { get; init; } = null!;

    /// <summary>UTC.</summary>
    public required DateTime SigningTime { get; init; }

    public required byte[] Signature { get; init; }

    /// <param name="cms">Of whatever size and origin; read in place, without recursion.</param>
    /// <param name="refuse">Makes the exception for a reason.</param>
    public static CmsParts Find(byte[] cms, Func<string, TrstException> refuse)
    {
        if (cms.Length > MaxStatement)
        {
            throw refuse("it is larger than 2.5 MiB and 64 KiB");
        }

        try
        {
            return Find(cms, DerElement.Read(cms, "signed statement"))
                ?? throw refuse("its content is larger than 2.5 MiB");
        }
        catch (TrstException error) when (error.Id == ErrorId.CertificateInvalid)
        {
            throw refuse("it is not CMS SignedData of one signer with its certificate and signed attributes, in DER");
        }
    }

    // RFC 5652 3, 5.1 and 5.3, each optional field where this profile demands one.
    private static CmsParts? Find(byte[] cms, DerElement contentInfo)
    {
        var data = contentInfo[1].Expect(0xA0)[0];
        var content = data[2][1].Expect(0xA0)[0].Expect(Der.OctetStringTag);
        var signer = data[4].Expect(Der.SetTag)[0];
        return content.Length > MaxContent ? null : new CmsParts
        {
            Encoded = cms,
            ContentType = data[2][0].Oid(),
            Content = content.Content,
            Certificate = data[3].Expect(0xA0)[0].Encoded,
            CertificateElement = data[3][0],
            Signer = signer[1].Encoded,
            DigestAlgorithm = signer[2].Encoded,
            SigningTime = TimeOf(signer[3].Expect(0xA0)),
            Signature = signer[5].Expect(Der.OctetStringTag).Content,
        };
    }

    private static DateTime TimeOf(DerElement attributes) =>
        (attributes.Children.FirstOrDefault(attribute => attribute[0].Oid() == SigningTimeAttribute)
            ?? throw attributes.Fault("the signing time is missing"))[1][0].Time();
}
