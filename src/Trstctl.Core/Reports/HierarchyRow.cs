namespace Trstctl.Reports;

internal enum RowKind
{
    /// <summary>A CA with its newest certificate.</summary>
    Authority,

    /// <summary>An earlier certificate of the key above it.</summary>
    Earlier,

    /// <summary>A cross- or link certificate, below who signed it.</summary>
    Cross,

    /// <summary>A CA elsewhere that a certificate here vouches for.</summary>
    Foreign,
}

/// <summary>A line of the picture: a certificate, or a CA elsewhere.</summary>
/// <param name="Depth">How many stand above it.</param>
/// <param name="Parent">The row it hangs on; -1 for none.</param>
internal sealed record HierarchyRow(RowKind Kind, int Depth, int Parent, CertificateView View, AuthorityRecord? Authority)
{
    public CrossCertificateRecord? Cross { get; init; }

    public Revocation? Revocation => Kind == RowKind.Foreign ? null : Cross is null ? Authority?.Revocation : Cross.Revocation;

    /// <summary>As its box in the picture says it, whose second line is <see cref="Note"/>.</summary>
    public string Title => Kind == RowKind.Authority ? Authority!.Name : Name;

    public string Name => Kind switch
    {
        RowKind.Authority when Authority!.Generation > 1 => $"{Authority.Name}, generation {ReportText.Number(Authority.Generation)}",
        RowKind.Authority => Authority!.Name,
        RowKind.Earlier => "earlier certificate of the same key",
        RowKind.Cross => Cross!.Link is { } link ? $"link certificate {link}" : $"cross-certificate for {NameOf(View)}",
        _ => NameOf(View),
    };

    public string Note => Kind switch
    {
        RowKind.Authority => (Authority!.Generation > 1 ? $"generation {ReportText.Number(Authority.Generation)}, " : string.Empty)
            + $"{AsciiFold.Word(Authority.Status)}, {PublicKey.Describe(View.Spki)}, {Authority.Custody}, {Authority.Level}",
        RowKind.Foreign => $"a CA elsewhere, {PublicKey.Describe(View.Spki)}",
        _ => Revocation is null ? string.Empty : "revoked",
    };

    /// <summary>The class of its validity bar.</summary>
    public string Style => (Revocation, Authority?.Status, Kind) switch
    {
        (not null, _, _) => "revoked",
        (_, _, RowKind.Earlier) => "superseded",
        (_, _, RowKind.Cross) => "cross",
        (_, { } status, _) => AsciiFold.Word(status),
        _ => "cross",
    };

    private static string NameOf(CertificateView view) => view.CommonName.Length == 0 ? view.Subject : view.CommonName;
}

/// <summary>What goes from row to row beside the tree.</summary>
/// <param name="Kind">cross, link, replaces or twin.</param>
internal sealed record HierarchyEdge(int From, int To, string Kind, string Words);
