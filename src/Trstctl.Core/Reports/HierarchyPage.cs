namespace Trstctl.Reports;

/// <summary>The whole hierarchy of a CA as a page.</summary>
internal static class HierarchyPage
{
    public static string Write(Hierarchy hierarchy, string name, ReportOrigin origin)
    {
        var drawing = new HierarchyDrawing(hierarchy, origin.Made);
        return Page.Write(
            $"Hierarchy of {name}", ReportStyle.Css + "\n" + HierarchyStyle.Css,
            [
                Node.Of(
                    "header",
                    Node.Of("p", "Certificate authorities").Class("kind"),
                    Node.Of("h1", $"Hierarchy of {name}"),
                    Node.Of("p", Count(hierarchy))),
                Node.Of("main",
                    CeremonyPage.Section("Who issued whom, and until when", [HierarchyStyle.Legend(), .. drawing.Sheets()]),
                    Authorities(hierarchy),
                    Crossing(hierarchy),
                    Endings(hierarchy),
                    Certificates(hierarchy)),
                Node.Of(
                    "footer",
                    Node.Of("p", $"Written by {origin.Software} at {ReportText.Time(origin.Made)} from the verified ledger of tenant "
                        + $"\"{origin.Tenant}\", id {origin.TenantId}: {ReportText.Number(origin.Size)} events, root {origin.Root}. "
                        + "Revocations are what the ledger records; whether a CRL carries them is not looked at.")),
            ]);
    }

    private static string Count(Hierarchy hierarchy)
    {
        var authorities = Of(hierarchy, RowKind.Authority).ToArray();
        var active = authorities.Count(row => row.Authority!.Status == AuthorityStatus.Active);
        return $"CAs, each generation counted: {ReportText.Number(authorities.Length)}, of them active: {ReportText.Number(active)}. "
            + $"Cross- and link certificates: {ReportText.Number(Of(hierarchy, RowKind.Cross).Count())}. "
            + $"CAs elsewhere: {ReportText.Number(Of(hierarchy, RowKind.Foreign).Count())}.";
    }

    private static Node Authorities(Hierarchy hierarchy) => CeremonyPage.Section("The CAs",
    [
        Page.Table(
            "In the order of the picture. The level says whom an attacker must corrupt for one signature that nobody approved: DualLock m "
                + "custodians, SignedApproval the holder of the custody secret, Unknown whoever has the key elsewhere.",
            ["CA", "Status", "Key", "Custody and level", "Valid (UTC)", "Issued by"],
            Of(hierarchy, RowKind.Authority).Select(row => new Node[]
            {
                row.Name, Status(row.Authority!), Page.Whole(PublicKey.Describe(row.View.Spki)), Kept(row.Authority!), Valid(row.View),
                Issuer(hierarchy, row),
            })),
    ]);

    private static Node Crossing(Hierarchy hierarchy) => !Of(hierarchy, RowKind.Cross).Any() ? Node.Of("section")
        : CeremonyPage.Section("Cross- and link certificates",
        [
            Page.Table(
                "What one CA says of another one's key, or one generation of another.",
                ["Subject", "Signed by", "Kind", "Valid (UTC)", "Ceremony", "State"],
                Of(hierarchy, RowKind.Cross).Select(row => new Node[]
                {
                    row.View.Subject, row.Authority!.Name + Generation(row.Authority), Page.Whole(row.Cross!.Link ?? "cross-certificate"),
                    Valid(row.View), Page.Code(Uuid.Short(row.Cross.Ceremony)),
                    row.Revocation is { } revoked ? Revoked(revoked) : "in force",
                })),
        ]);

    private static Node Endings(Hierarchy hierarchy)
    {
        var lines = hierarchy.Edges.Where(edge => edge.Kind == "replaces")
            .Select(edge => (hierarchy.Rows[edge.From].Name, Text: $"replaced by {hierarchy.Rows[edge.To].Name} in ceremony "
                + Uuid.Short(hierarchy.Rows[edge.To].Authority!.Ceremony)))
            .Concat(hierarchy.Rows.Where(row => row.Kind is RowKind.Authority or RowKind.Cross && row.Revocation is not null)
                .Select(row => (row.Name, Text: Revoked(row.Revocation!))))
            .Concat(Of(hierarchy, RowKind.Authority).Where(row => row.Authority!.RetiredBy is not null)
                .Select(row => (row.Name, Text: $"retired by ceremony {Uuid.Short(row.Authority!.RetiredBy!)}")))
            .Concat(Of(hierarchy, RowKind.Authority).Where(row => row.Authority!.KeyLostBy is not null)
                .Select(row => (
                    row.Name, Text: $"its key is lost: nothing opens it since ceremony {Uuid.Short(row.Authority!.KeyLostBy!)}")))
            .ToArray();
        return CeremonyPage.Section("What replaced, revoked or retired what", lines.Length == 0
            ? [Node.Of("p", "Nothing so far.")]
            :
            [
                Page.Table(
                    "By ceremony; each has a record of its own.", ["What", "How"],
                    lines.Select(line => new Node[] { line.Name, line.Text })),
            ]);
    }

    private static Node Certificates(Hierarchy hierarchy) => CeremonyPage.Section("The certificates", hierarchy.Rows
        .Where(row => row.Kind != RowKind.Foreign)
        .Select(row => Node.Of(
            "section",
            Node.Of("h3", row.Kind is RowKind.Earlier or RowKind.Cross ? $"{row.Authority!.Name}: {row.Name}" : row.Name),
            Page.Pairs(
            [
                ("subject", row.View.Subject),
                ("issuer", row.View.IsSelfIssued ? "its own name" : row.View.Issuer),
                ("serial number", Page.Code(row.View.SerialHex)),
                ("valid", $"{ReportText.Time(row.View.NotBefore)} to {ReportText.Time(row.View.NotAfter)}"),
                ("key", PublicKey.Describe(row.View.Spki)),
                ("thumbprint (SHA-1), as Windows shows it", Page.Code(row.View.Thumbprint)),
                ("SHA-256", CeremonyPage.Hash(row.View.Thumbprint256.Hex)),
                ("SHA-256 of its key", CeremonyPage.Hash(Digest.Of(row.View.Spki).Hex)),
            ])).Class("whole")));

    private static IEnumerable<HierarchyRow> Of(Hierarchy hierarchy, RowKind kind) => hierarchy.Rows.Where(row => row.Kind == kind);

    private static string Issuer(Hierarchy hierarchy, HierarchyRow row) => row.Parent >= 0 ? hierarchy.Rows[row.Parent].Name
        : row.Authority!.IsRoot ? "itself, a root"
        : row.View.Issuer;

    private static Node Status(AuthorityRecord authority) => Node.Of(
        "span", Page.Whole(AsciiFold.Word(authority.Status)), authority.IsImported ? ", imported" : string.Empty);

    private static Node Kept(AuthorityRecord authority) => Node.Of(
        "span", Page.Whole(authority.Custody.ToString()), ", ", Page.Whole(authority.Level.ToString()),
        authority.KeyLostBy is not null ? ", key lost" : string.Empty);

    private static Node Valid(CertificateView view) =>
        Node.Of("span", Page.Whole(ReportText.Day(view.NotBefore)), " to ", Page.Whole(ReportText.Day(view.NotAfter)));

    private static string Generation(AuthorityRecord authority) =>
        authority.Generation > 1 ? $", generation {ReportText.Number(authority.Generation)}" : string.Empty;

    private static string Revoked(Revocation revoked) =>
        $"revoked {ReportText.Day(revoked.Date)}, {revoked.Reason}, ceremony {Uuid.Short(revoked.Ceremony)}";
}
