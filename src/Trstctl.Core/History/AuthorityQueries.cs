namespace Trstctl.History;

/// <summary>Finding authorities and their certificates; reads the verified state.</summary>
public sealed class AuthorityQueries(StoreConnection connection)
{
    public IReadOnlyList<AuthorityRecord> All(CancellationToken cancellation = default) =>
        Everything<AuthorityRecord>(AuthorityRecord.KindName, cancellation);

    public IReadOnlyList<CrossCertificateRecord> CrossCertificates(CancellationToken cancellation = default) =>
        Everything<CrossCertificateRecord>(CrossCertificateRecord.KindName, cancellation);

    /// <summary>Roots first, each followed by what it issued; a superseded generation stands beside its successor. The depth is the
    /// number of authorities above.</summary>
    public IReadOnlyList<(AuthorityRecord Authority, int Depth)> Tree(CancellationToken cancellation = default) =>
        Below(null, 0, All(cancellation)).ToArray();

    /// <summary>By id, or by name the active generation, or else the newest.</summary>
    public AuthorityRecord Get(string nameOrId, CancellationToken cancellation = default) => All(cancellation)
        .Where(a => AsciiFold.Same(a.AuthorityId, nameOrId) || AsciiFold.Same(a.Name, nameOrId))
        .OrderBy(a => a.Status == AuthorityStatus.Active ? 0 : 1)
        .ThenByDescending(a => a.Generation)
        .FirstOrDefault() ?? throw new TrstException(ErrorId.AuthorityNotFound, CanonicalText.Escape(nameOrId));

    /// <summary>The authority's certificate and those of its issuers, up to the root.</summary>
    public IReadOnlyList<byte[]> Chain(AuthorityRecord authority, CancellationToken cancellation = default)
    {
        var byId = All(cancellation).ToDictionary(a => a.AuthorityId, StringComparer.Ordinal);
        var chain = new List<byte[]>();
        for (AuthorityRecord? link = authority; link is not null; link = link.IssuerId is null ? null : byId[link.IssuerId])
        {
            chain.Add(link.Certificate);
        }

        return chain;
    }

    private static IEnumerable<(AuthorityRecord Authority, int Depth)> Below(
        string? issuer, int depth, IReadOnlyList<AuthorityRecord> all) => all
        .Where(a => a.IssuerId == issuer)
        .OrderBy(a => a.Name, StringComparer.Ordinal)
        .ThenByDescending(a => a.Generation)
        .SelectMany(a => Below(a.AuthorityId, depth + 1, all).Prepend((a, depth)));

    private IReadOnlyList<T> Everything<T>(string kind, CancellationToken cancellation)
        where T : Document =>
        connection.Read<IReadOnlyList<T>>((_, ledger) => ledger is null ? [] : ledger.State.All<T>(kind).ToArray(), cancellation);
}
