using Trstctl.Asn1;
using Trstctl.Keys;
using Trstctl.Primitives;

namespace Trstctl.Certificates;

/// <summary>In words, what a CA's next certificate no longer says, says otherwise, or says for the first time.</summary>
internal static class SuccessionText
{
    // Of each certificate its own.
    private static readonly string[] Own = [Oids.AuthorityKeyIdentifier, Oids.CAVersion, Oids.PreviousCACertificateHash];

    public static void Describe(CertificateParts before, CertificateParts next, bool sameKey, Action<string, string> say)
    {
        if (next.NotAfter < before.NotAfter)
        {
            say("ENDS EARLIER", $"the certificate before is valid until {UtcTime.Format(before.NotAfter)}, "
                + $"this one until {UtcTime.Format(next.NotAfter)}");
        }

        var (key, open) = (PublicKey.Describe(before.Spki.Encoded), PlaceholderKey.AlgorithmOf(next.Spki.Encoded));
        if (open is not null && open.Name != key)
        {
            say("changed", $"key {key} becomes {open}");
        }

        foreach (var old in before.Extensions)
        {
            if (next.Find(old.Oid) is not { } kept)
            {
                say("lost", Words(before, old));
            }
            else if (!IsOwn(old.Oid, sameKey) && !kept.Encoded.AsSpan().SequenceEqual(old.Encoded))
            {
                say("changed", $"{Words(before, old)} becomes {Words(next, kept)}");
            }
        }

        foreach (var added in next.Extensions.Where(e => !IsOwn(e.Oid, sameKey) && before.Find(e.Oid) is null))
        {
            say("added", Words(next, added));
        }
    }

    // A new key has another identifier.
    private static bool IsOwn(string oid, bool sameKey) =>
        Own.Contains(oid, StringComparer.Ordinal) || (!sameKey && oid == Oids.SubjectKeyIdentifier);

    private static string Words(CertificateParts parts, ExtensionPart extension)
    {
        var words = extension.Oid == Oids.BasicConstraints && parts.Extensions.Count(e => e.Oid == extension.Oid) == 1
            ? $"may issue {CertificateText.MayIssue(parts)}{(extension.Critical ? string.Empty : " (not critical)")}"
            : string.Join("; ", ExtensionText.Describe(parts, extension).Select(line => $"{line.Key} {line.Value}"));
        return words.Length == 0 ? $"extension {extension.Oid}" : words;
    }
}
