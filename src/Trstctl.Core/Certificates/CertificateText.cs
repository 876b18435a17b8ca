using System.Globalization;
using System.Text;

namespace Trstctl.Certificates;

/// <summary>A certificate in plain words, for the person who consents to it. Rendered from the DER and nothing else, so that it
/// cannot say other than what is signed; what is not understood is shown in hex, never left out.</summary>
internal static class CertificateText
{
    /// <summary>Labels and values in reading order; values are safe to show.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(byte[] tbsOrCertificate)
    {
        var parts = CertificateParts.Of(tbsOrCertificate);
        var lines = new List<KeyValuePair<string, string>>();
        void Line(string label, string value) => lines.Add(new(label, CanonicalText.Line(value)));

        Line("subject", DistinguishedName.From(parts.Subject).ToString());
        if (!parts.Subject.Encoded.AsSpan().SequenceEqual(parts.Issuer.Encoded))
        {
            Line("issuer", DistinguishedName.From(parts.Issuer).ToString());
        }

        Line("key", Key(parts));
        Line("valid", $"{Time(parts.NotBefore)} to {Time(parts.NotAfter)}");
        Line("may issue", MayIssue(parts));
        foreach (var extension in parts.Extensions)
        {
            foreach (var pair in ExtensionText.Describe(parts, extension))
            {
                Line(pair.Key, pair.Value);
            }
        }

        Line("serial", Hex.Encode(parts.Serial.Content));
        Line("signed with", AlgorithmName(parts));
        if (parts.Version != 3 || parts.HasUniqueIdentifiers)
        {
            Line("unusual", $"version {parts.Version}{(parts.HasUniqueIdentifiers ? ", unique identifiers" : string.Empty)}");
        }

        return lines;
    }

    private static string Key(CertificateParts parts)
    {
        var spki = parts.Spki.Encoded;
        var open = PlaceholderKey.AlgorithmOf(spki);
        if (open is not null)
        {
            return $"{open}, not yet made";
        }

        var name = PublicKey.Describe(spki);
        return $"{(name == "unknown" ? $"unknown algorithm {parts.Spki[0][0].Oid()}" : name)}, SHA-256 {Digest.Of(spki).Hex}";
    }

    internal static string MayIssue(CertificateParts parts)
    {
        if (!parts.IsCA())
        {
            return "nothing, it is no CA";
        }

        var depth = parts.PathLength() switch
        {
            null => "CAs and leaves, any depth",
            0 => "leaves, no CA",
            1 => "CAs and leaves, one CA deep",
            var length => $"CAs and leaves, {length} CAs deep",
        };
        var names = parts.Find(Oids.NameConstraints) is null ? "no name limits" : "names limited";
        return parts.HasKeyUsage(CertificateParts.KeyCertSign) == false ? "nothing: its key usage lacks keyCertSign" : $"{depth}, {names}";
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private static string AlgorithmName(CertificateParts parts)
    {
        if (KeyAlgorithm.Rsa3072.HashOf(parts.Algorithm.Encoded) is { } hash)
        {
            return $"RSA with {hash.Insert(3, "-")}";
        }

        var known = KeyAlgorithm.Known.FirstOrDefault(a => a.SignatureOid == parts.SignatureOid);
        var name = known?.Family switch
        {
            null => parts.SignatureOid,
            KeyFamily.Rsa => $"RSA with {known.Hash!.Insert(3, "-")}",
            KeyFamily.Ecdsa => $"ECDSA with {known.Hash!.Insert(3, "-")}",
            _ => known.Name,
        };
        var usual = known is not null && known.SignatureIdentifier().AsSpan().SequenceEqual(parts.Algorithm.Encoded);
        return usual ? name : $"{name}, DER {Hex.Encode(parts.Algorithm.Encoded)}";
    }
}
