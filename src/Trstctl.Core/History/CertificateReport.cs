using Trstctl.Paths;

namespace Trstctl.History;

/// <summary>What a store knows of a certificate, made here or not.</summary>
/// <param name="PathFaults">Why no valid path to a root of the store exists, or why the ledger says that the certificate is out of use;
/// empty when neither is so.</param>
/// <param name="Lint">The rules that it breaks.</param>
public sealed record CertificateReport(string Subject, IReadOnlyList<string> PathFaults, IReadOnlyList<LintFinding> Lint)
{
    /// <summary>Every reason why the certificate is not valid. A root that is trusted is not judged again: it is no part of the path
    /// (RFC 5280 6.1).</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. PathFaults,
        .. Errors(Lint),
        .. Issuers.Take(Issuers.Count - 1).SelectMany(issuer => Errors(issuer.Lint.Where(finding => !issuer.Waived.Contains(finding.Rule)))
            .Select(error => $"its issuer {issuer.Subject}: {error}")),
    ];

    /// <summary>Why some clients may refuse the path, though RFC 5280 does not.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>The CAs of the path, from its issuer to the root; empty where there is none.</summary>
    public IReadOnlyList<IssuerReport> Issuers { get; init; } = [];

    /// <summary>Judges a certificate (DER) as of now by the authorities and cross-certificates of the store, and by what the ledger
    /// records of them.</summary>
    public static CertificateReport Judge(StoreConnection connection, byte[] der, CancellationToken cancellation = default) =>
        connection.Read((_, ledger) => Judge(new KnownAuthorities(ledger?.State), der, connection.Now), cancellation);

    private static CertificateReport Judge(KnownAuthorities known, byte[] der, DateTime now)
    {
        var (path, unread) = Read<(JudgedPath?, string[])>(
            () => (JudgedPath.Of(der, known.Named, now), []), fault => (null, [fault]));
        var faults = known.Recorded(der).Concat(path?.Faults ?? unread).Distinct(StringComparer.Ordinal).ToArray();
        return new CertificateReport(SubjectOf(der), faults, known.Lint(der))
        {
            Doubts = path?.Doubts ?? [],
            Issuers = (path?.Path ?? []).Skip(1)
                .Select(issuer => new IssuerReport(SubjectOf(issuer), known.Lint(issuer), known.Waived(issuer)))
                .ToArray(),
        };
    }

    private static string SubjectOf(byte[] der) =>
        Read(() => new CertificateView(der).Subject, fault => $"a name that cannot be read ({fault})");

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

    private static IEnumerable<string> Errors(IEnumerable<LintFinding> lint) => lint
        .Where(finding => finding.Weight == LintSeverity.Error)
        .Select(finding => $"{finding.Clause}: {finding.Message}");
}

/// <summary>A CA above a certificate.</summary>
/// <param name="Waived">The rules that the ceremony that made it let it break.</param>
public sealed record IssuerReport(string Subject, IReadOnlyList<LintFinding> Lint, IReadOnlyCollection<string> Waived);
