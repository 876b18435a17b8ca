namespace Trstctl.Certificates.Requests;

/// <summary>A certification request in plain words, rendered from the DER and nothing else.</summary>
internal static class RequestText
{
    /// <summary>Labels and values in reading order; values are safe to show.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/>.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(byte[] requestOrInfo)
    {
        var parts = CertificateRequestParts.Of(requestOrInfo);
        var lines = new List<KeyValuePair<string, string>>();
        void Line(string label, string value) => lines.Add(new(label, CanonicalText.Line(value)));

        Line("subject", DistinguishedName.From(parts.Subject).ToString());
        Line(
            "key",
            PlaceholderKey.AlgorithmOf(parts.Spki.Encoded) is { } open
                ? $"{open}, not yet made"
                : PublicKey.Describe(parts.Spki.Encoded));
        var asked = parts.AsCertificate();
        Line("may issue", CertificateText.MayIssue(asked));
        foreach (var extension in asked.Extensions)
        {
            foreach (var pair in ExtensionText.Describe(asked, extension))
            {
                Line("asks for " + pair.Key, pair.Value);
            }
        }

        return lines;
    }
}
