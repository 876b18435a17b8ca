namespace Trstctl.Authorities;

/// <summary>What authorities, requests and cross-certificates are found by (<see cref="Document.IndexedBy"/>).</summary>
internal static class AuthorityIndex
{
    /// <summary>Names that are the same (<see cref="AsciiFold"/>).</summary>
    public const string Name = "name";

    /// <summary>Names that look alike.</summary>
    public const string Skeleton = "skeleton";

    /// <summary><see cref="PublicKey.Identity"/>.</summary>
    public const string Key = "key";

    /// <summary>The issuer's id.</summary>
    public const string Issuer = "issuer";

    /// <summary>Below whom, in the order in which people see them: by name, the newest generation first.</summary>
    public const string Tree = "tree";

    /// <summary>SHA-1 of the current certificate, as Windows shows it.</summary>
    public const string Thumbprint = "thumbprint";

    /// <summary>Whose serial number.</summary>
    public const string Serial = "serial";

    /// <summary>SHA-256 of a certificate.</summary>
    public const string Certificate = "certificate";

    /// <summary>A certificate's subject, compared as RFC 5280 7.1 says, or the one that an open request asks for.</summary>
    public const string PathSubject = "path subject";

    /// <summary>The same of its issuer.</summary>
    public const string PathIssuer = "path issuer";

    /// <summary>A subject key identifier, in lower-case hex.</summary>
    public const string KeyId = "key id";

    /// <summary>When what is in use ends, as text that sorts.</summary>
    public const string Ends = "ends";

    /// <summary>Revoked, since others may have the key, which was here.</summary>
    public const string Compromised = "compromised";

    /// <summary>Certificates with names that nobody here can read.</summary>
    public const string Unread = "unread";

    public static IEnumerable<(string By, string Value)> OfName(string name) =>
        FoldedText.Skeletons(name).Select(skeleton => (Skeleton, skeleton)).Append((Name, AsciiFold.Lower(name)));

    public static (string By, string Value) OfKey(Digest identity) => (Key, identity.Hex);

    public static string Below(string? issuerId) => (issuerId ?? string.Empty) + "\n";

    public static string SerialOf(string issuerId, string serialHex) => $"{issuerId} {serialHex}";

    public static IEnumerable<(string By, string Value)> OfCertificate(CertificateView view)
    {
        yield return (Certificate, Digest.Of(view.Der).Hex);
        if (view.Names is not var (subject, issuer))
        {
            yield return (Unread, string.Empty);
            yield break;
        }

        yield return (PathSubject, subject);
        yield return (PathIssuer, issuer);
    }

    /// <summary>All whose certificates have the subject.</summary>
    /// <param name="comparable"><see cref="DistinguishedName.Comparable"/>.</param>
    public static IEnumerable<AuthorityRecord> Called(this IProjection state, string comparable) =>
        state.By<AuthorityRecord>(AuthorityRecord.KindName, PathSubject, comparable);

    /// <summary>The generations of a CA, the newest first.</summary>
    public static IEnumerable<AuthorityRecord> GenerationsOf(this IProjection state, AuthorityRecord authority) =>
        (authority.View.Names is { } names ? state.Called(names.Subject) : [authority]).OrderByDescending(a => a.Generation);

    /// <summary>Those with any of the values, once each, in the order of their ids.</summary>
    public static IEnumerable<T> ByAny<T>(this IProjection state, string kind, string by, IEnumerable<string> values)
        where T : Document => values
        .SelectMany(value => state.By<T>(kind, by, value))
        .GroupBy(document => document.Id, StringComparer.Ordinal)
        .Select(same => same.First())
        .OrderBy(document => document.Id, StringComparer.Ordinal);
}
