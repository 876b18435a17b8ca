namespace Trstctl.History;

/// <summary>What a store knows of a certificate, made here or not.</summary>
/// <param name="PathFaults">Why no valid path to a root of the store exists; empty when one does.</param>
/// <param name="Lint">The rules that it breaks.</param>
public sealed record CertificateReport(string Subject, IReadOnlyList<string> PathFaults, IReadOnlyList<LintFinding> Lint)
{
    /// <summary>Every reason why the certificate is not valid.</summary>
    public IReadOnlyList<string> Faults { get; } =
    [
        .. PathFaults,
        .. Lint.Where(finding => finding.Severity == LintSeverity.Error).Select(finding => $"{finding.Clause}: {finding.Message}"),
    ];

    /// <summary>Judges a certificate (DER) as of now by the authorities and cross-certificates of the store.</summary>
    public static CertificateReport Judge(StoreConnection connection, byte[] der, CancellationToken cancellation = default)
    {
        var queries = new AuthorityQueries(connection);
        var all = queries.All(cancellation);
        var cross = queries.CrossCertificates(cancellation).Select(c => c.Certificate).ToArray();
        var roots = all.Where(a => a.IsRoot).Select(a => a.Certificate).ToArray();
        var between = all.Where(a => !a.IsRoot).Select(a => a.Certificate).Concat(cross).ToArray();
        var isCross = cross.Any(c => c.SequenceEqual(der));
        return new CertificateReport(
            Read(() => new CertificateView(der).Subject, fault => $"a name that cannot be read ({fault})"),
            Read(() => PathCheck.Validate(der, between, roots, connection.Now), fault => [fault]),
            CertificateLint.Check(
                der,

                // What was made as a cross-certificate or link is one, though it may be self-issued; of all else the content decides.
                isCross ? LintRole.CrossCertificate : CertificateLint.RoleOf(der),
                isCross || IsMadeHere(der, all) ? LintOrigin.Own : LintOrigin.Foreign));
    }

    // What nobody can read is a finding too, and no reason to say nothing of the rest.
    private static T Read<T>(Func<T> read, Func<string, T> otherwise)
    {
        try
        {
            return read();
        }
        catch (TrstException e) when (e.Id == ErrorId.CertificateInvalid)
        {
            return otherwise(e.Message);
        }
    }

    // A CA whose certificate was imported, or came back from a CA elsewhere, was not made here.
    private static bool IsMadeHere(byte[] der, IReadOnlyList<AuthorityRecord> all) => all.Any(a => !a.IsImported
        && a.Certificates.Any(c => c.SequenceEqual(der))
        && (a.IsRoot || a.IssuerId is not null)
        && all.All(issuer => issuer.AuthorityId != a.IssuerId || issuer.KeyId is not null));
}
