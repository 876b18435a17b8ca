using System.Formats.Asn1;
using System.Security.Cryptography;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>
/// Writes X.509 certificates with whatever is asked of them, wrong or right, without the product's own writers. Without a
/// signer the signature is empty.
/// </summary>
internal sealed record CertificateForge
{
    private static readonly byte[] SomeKey = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfo();

    public string Subject { get; init; } = "CN=subject";

    public string Issuer { get; init; } = "CN=issuer";

    public byte[]? SubjectDer { get; init; }

    public long Serial { get; init; } = 1;

    public DateTime NotBefore { get; init; } = TestCA.Start;

    public DateTime NotAfter { get; init; } = TestCA.Start.AddYears(10);

    public byte[] Spki { get; init; } = SomeKey;

    public bool IsCA { get; init; } = true;

    public int? PathLength { get; init; }

    public byte[]? KeyIdentifier { get; init; }

    public byte[]? IssuerKeyIdentifier { get; init; }

    /// <summary>The issuer's own issuer and serial number, as some authority key identifiers name it.</summary>
    public (string Issuer, long Serial)? IssuerSerial { get; init; }

    public string[] Usages { get; init; } = [];

    public string[]? Policies { get; init; }

    public int? RequireExplicitPolicy { get; init; }

    public int? InhibitAnyPolicy { get; init; }

    /// <summary>Values of further extensions in DER, by OID.</summary>
    public Dictionary<string, byte[]> Extensions { get; init; } = [];

    public string Algorithm { get; init; } = "1.2.840.10045.4.3.2";

    public string[] Critical { get; init; } = ["2.5.29.30", "2.5.29.33"];

    public static byte[] Write(Action<AsnWriter> body)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        body(writer);
        return writer.Encode();
    }

    public byte[] Tbs() => Write(w =>
    {
        using (w.PushSequence())
        {
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
            {
                w.WriteInteger(2);
            }

            w.WriteInteger(Serial);
            SignatureAlgorithm(w);
            Name(w, Issuer);
            using (w.PushSequence())
            {
                w.WriteUtcTime(new DateTimeOffset(NotBefore));
                w.WriteUtcTime(new DateTimeOffset(NotAfter));
            }

            if (SubjectDer is null)
            {
                Name(w, Subject);
            }
            else
            {
                w.WriteEncodedValue(SubjectDer);
            }

            w.WriteEncodedValue(Spki);
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3, true)))
            using (w.PushSequence())
            {
                WriteExtensions(w);
            }
        }
    });

    public byte[] Certificate(ECDsa? signer = null, HashAlgorithmName? hash = null)
    {
        var tbs = Tbs();
        return Write(w =>
        {
            using (w.PushSequence())
            {
                w.WriteEncodedValue(tbs);
                SignatureAlgorithm(w);
                w.WriteBitString(signer?.SignData(tbs, hash ?? HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ?? [0]);
            }
        });
    }

    private void SignatureAlgorithm(AsnWriter w)
    {
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(Algorithm);
        }
    }

    private static void Name(AsnWriter w, string text) => w.WriteEncodedValue(DistinguishedName.Parse("name", text).Encoded);

    private static void Oids(AsnWriter w, IEnumerable<string> oids, bool nested)
    {
        using (w.PushSequence())
        {
            foreach (var oid in oids)
            {
                using (nested ? w.PushSequence() : default(IDisposable))
                {
                    w.WriteObjectIdentifier(oid);
                }
            }
        }
    }

    private static void Extension(AsnWriter w, string oid, bool critical, byte[] value)
    {
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(oid);
            if (critical)
            {
                w.WriteBoolean(true);
            }

            w.WriteOctetString(value);
        }
    }

    private void WriteExtensions(AsnWriter w)
    {
        if (IsCA)
        {
            Extension(w, "2.5.29.19", true, Write(v =>
            {
                using (v.PushSequence())
                {
                    v.WriteBoolean(true);
                    if (PathLength is { } length)
                    {
                        v.WriteInteger(length);
                    }
                }
            }));
            Extension(w, "2.5.29.15", true, [3, 2, 1, 6]);
        }

        if (KeyIdentifier is not null)
        {
            Extension(w, "2.5.29.14", false, Write(v => v.WriteOctetString(KeyIdentifier)));
        }

        if (IssuerKeyIdentifier is not null || IssuerSerial is not null)
        {
            Extension(w, "2.5.29.35", false, Write(WriteIssuerIdentifier));
        }

        if (Usages.Length > 0)
        {
            Extension(w, "2.5.29.37", false, Write(v => Oids(v, Usages, nested: false)));
        }

        if (Policies is not null)
        {
            Extension(w, "2.5.29.32", false, Write(v => Oids(v, Policies, nested: true)));
        }

        if (RequireExplicitPolicy is { } require)
        {
            Extension(w, "2.5.29.36", true, [0x30, 3, 0x80, 1, (byte)require]);
        }

        if (InhibitAnyPolicy is { } inhibit)
        {
            Extension(w, "2.5.29.54", true, [2, 1, (byte)inhibit]);
        }

        foreach (var (oid, value) in Extensions)
        {
            Extension(w, oid, Critical.Contains(oid), value);
        }
    }

    private void WriteIssuerIdentifier(AsnWriter v)
    {
        using (v.PushSequence())
        {
            if (IssuerKeyIdentifier is not null)
            {
                v.WriteOctetString(IssuerKeyIdentifier, new Asn1Tag(TagClass.ContextSpecific, 0));
            }

            if (IssuerSerial is { } named)
            {
                using (v.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, true)))
                using (v.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4, true)))
                {
                    Name(v, named.Issuer);
                }

                v.WriteInteger(named.Serial, new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }
    }
}
