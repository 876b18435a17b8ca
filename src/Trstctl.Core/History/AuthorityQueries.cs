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
    /// <param name="select">Takes what it needs of them, with the cross-certificates that concern it: what is not asked for costs nothing.
    /// </param>
    public IReadOnlyList<T> Tree<T>(
        AuthorityFilter filter, Func<IEnumerable<ListedAuthority>, IEnumerable<T>> select, CancellationToken cancellation = default) =>
        connection.Read<IReadOnlyList<T>>(
            (_, ledger) => ledger is null ? [] : select(Listed(filter, ledger.State)).ToArray(), cancellation);

    /// <summary>By id, or by name the active generation, or else the newest.</summary>
    public AuthorityRecord Get(string nameOrId, CancellationToken cancellation = default) => connection.Read(
        (_, ledger) => ledger is null ? throw AuthorityReference.NotNamed(null, nameOrId) : Find(nameOrId, ledger.State), cancellation);

    /// <summary>The error that no authority is called so, with the name that may have been meant.</summary>
    public TrstException NotFound(string name, CancellationToken cancellation = default) =>
        connection.Read((_, ledger) => AuthorityReference.NotNamed(ledger?.State, name), cancellation);

    /// <summary>The distinguished names that a text could mean, where it fits several CAs; else none.</summary>
    public IReadOnlyList<string> Meanings(string name, CancellationToken cancellation = default) => connection.Read<IReadOnlyList<string>>(
        (_, ledger) => (ledger?.State.Named(name) ?? []) is { Count: > 1 } found && found.Any(a => !a.IsCalledAs(found[0]))
            ? found.Subjects()
            : [],
        cancellation);

    /// <summary>True where the CA has other generations than this one.</summary>
    public bool IsOneOfSeveral(AuthorityRecord authority, CancellationToken cancellation = default) => connection.Read(
        (_, ledger) => authority.Generation > 1 || ledger!.State.GenerationsOf(authority).Skip(1).Any(), cancellation);

    /// <summary>The authority's certificate and those of its issuers, up to the root.</summary>
    public IReadOnlyList<byte[]> Chain(AuthorityRecord authority, CancellationToken cancellation = default) => connection.Read(
        (_, ledger) => AuthorityMaking.Chain(authority, ledger!.State).Select(link => link.Certificate).ToArray(), cancellation);

    private static AuthorityRecord Find(string nameOrId, IProjection state) => state.DemandNamed(nameOrId)
        .OrderBy(a => a.Status == AuthorityStatus.Active ? 0 : 1)
        .ThenByDescending(a => a.Generation)
        .ThenBy(a => a.AuthorityId, StringComparer.Ordinal)
        .First();

    private static IEnumerable<ListedAuthority> Listed(AuthorityFilter filter, IProjection state)
    {
        var found = filter switch
        {
            { Thumbprint: { } thumbprint } => state.By<AuthorityRecord>(
                AuthorityRecord.KindName, AuthorityIndex.Thumbprint, AsciiFold.Upper(thumbprint)),
            { Names: { } names } => names.SelectMany(state.Named)
                .GroupBy(a => a.AuthorityId, StringComparer.Ordinal)
                .Select(same => same.First()),
            { IssuerId: { } issuer } => Below(issuer, state),
            _ => null,
        };
        var all = found is null
            ? Below(null, [], state)
            : found.OrderBy(a => a.Name, StringComparer.Ordinal)
                .ThenBy(a => a.View.Names?.Subject, StringComparer.Ordinal)
                .ThenByDescending(a => a.Generation)
                .Select(a => new ListedAuthority(a, AuthorityMaking.Chain(a, state).Count() - 1, []));
        return all.Select(a => WithCertificates(a, state));
    }

    private static ListedAuthority WithCertificates(ListedAuthority listed, IProjection state)
    {
        var (authority, cross) = (listed.Authority, Concerning(listed.Authority, state));
        return listed with
        {
            Cross = cross,
            Rows = [.. cross.Where(c => c.IssuerId != authority.AuthorityId || !IsHere(c, state))],
            Issues = cross.Count > 0 && Below(authority.AuthorityId, state).Any(),
        };
    }

    // Made over the key of a CA that has a row of its own.
    private static bool IsHere(CrossCertificateRecord cross, IProjection state) =>
        state.By<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Certificate, Digest.Of(cross.Target).Hex).Any();

    private static IEnumerable<ListedAuthority> Below(string? issuer, IReadOnlyList<bool> above, IProjection state) =>
        WithLast(Below(issuer, state)).SelectMany(a =>
        {
            IReadOnlyList<bool> lasts = [.. above, a.IsLast];
            return Below(a.Authority.AuthorityId, lasts, state)
                .Prepend(new ListedAuthority(a.Authority, above.Count, []) { Lasts = lasts });
        });

    private static IEnumerable<(AuthorityRecord Authority, bool IsLast)> WithLast(IEnumerable<AuthorityRecord> authorities)
    {
        AuthorityRecord? before = null;
        foreach (var authority in authorities)
        {
            if (before is not null)
            {
                yield return (before, false);
            }

            before = authority;
        }

        if (before is not null)
        {
            yield return (before, true);
        }
    }

    private static IEnumerable<AuthorityRecord> Below(string? issuer, IProjection state) => state
        .Sorted<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Tree, AuthorityIndex.Below(issuer))
        .Select(found => found.Item);

    private static IReadOnlyList<CrossCertificateRecord> Concerning(AuthorityRecord authority, IProjection state) => state
        .By<CrossCertificateRecord>(CrossCertificateRecord.KindName, AuthorityIndex.Issuer, authority.AuthorityId)
        .Concat(authority.Certificates.SelectMany(certificate => state.By<CrossCertificateRecord>(
            CrossCertificateRecord.KindName, AuthorityIndex.Certificate, Digest.Of(certificate).Hex)))
        .Where(cross => cross.Concerns(authority))
        .GroupBy(cross => cross.CertificateId, StringComparer.Ordinal)
        .Select(same => same.First())
        .OrderBy(cross => cross.CertificateId, StringComparer.Ordinal)
        .ToArray();

    private IReadOnlyList<T> Everything<T>(string kind, CancellationToken cancellation)
        where T : Document =>
        connection.Read<IReadOnlyList<T>>((_, ledger) => ledger is null ? [] : ledger.State.All<T>(kind).ToArray(), cancellation);
}

/// <summary>Which authorities are looked for; nothing means all.</summary>
/// <param name="Names">Whole: common or distinguished names, thumbprints, key identifiers or ids.</param>
/// <param name="IssuerId">Directly below this one.</param>
/// <param name="Thumbprint">SHA-1 of the certificate, in hex.</param>
public sealed record AuthorityFilter(IReadOnlyList<string>? Names = null, string? IssuerId = null, string? Thumbprint = null);

/// <summary>An authority in a list: how many are above it, and the cross-certificates that concern it.</summary>
public sealed record ListedAuthority(AuthorityRecord Authority, int Depth, IReadOnlyList<CrossCertificateRecord> Cross)
{
    /// <summary>From the root down to the authority, whether each is the last of its issuer; empty outside the whole tree.</summary>
    public IReadOnlyList<bool> Lasts { get; init; } = [];

    /// <summary>Of the certificates those that are told of with this authority: made over its key, or by it for a CA that is not
    /// here.</summary>
    public IReadOnlyList<CrossCertificateRecord> Rows { get; init; } = [];

    /// <summary>True where rows are followed by what it issued.</summary>
    public bool Issues { get; init; }
}
