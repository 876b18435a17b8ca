using System.Globalization;

namespace Trstctl.Authorities.Publishing;

/// <summary>The page of a pack, for a Windows administrator who was handed the folder.</summary>
internal static class PublishPage
{
    private const string Style = """
        body { font-family: Segoe UI, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
        code, pre { font-family: Consolas, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
        th, td { padding: .2em 1em .2em 0; text-align: left; vertical-align: top; font-weight: normal }
        """;

    public static string Write(
        AuthorityRecord authority,
        IReadOnlyList<PublishedFile> files,
        IReadOnlyList<string> commands,
        (IReadOnlyList<string> Crl, IReadOnlyList<string> Issuer) urls) => Page.Write(
            $"Publish {authority.Name}", Style,
            [
                Node.Of("h1", $"Publish {authority.Name}"),
                Certificate(authority),
                Node.Of("p", "Compare the SHA-256 with the one that the ceremony's record shows before you publish anything."),
                Node.Of("h2", "1 Files"),
                Page.Pairs(files.Select(file => (file.Name, Page.Code(file.Purpose)))),
                Node.Of("h2", "2 Web server"),
                .. Server(urls.Crl, urls.Issuer),
                Node.Of("h2", "3 Active Directory and this machine"),
                Node.Of(
                    "p",
                    "As an enterprise administrator, in this folder (the same lines are in publish.cmd and publish.ps1). ",
                    Page.Code("-dspublish"), " reaches every machine of the forest at its next policy refresh; ", Page.Code("-addstore"),
                    " is for this machine alone."),
                Node.Of("pre", Node.Lines(commands)),
                .. Check(authority),
            ]);

    private static Node Certificate(AuthorityRecord authority)
    {
        var view = authority.View;
        return Page.Pairs(
        [
            ("Subject", Page.Code(view.Subject)),
            ("Issuer", Page.Code(view.IsSelfIssued ? "itself, a root" : view.Issuer)),
            ("Key", Page.Code(PublicKey.Describe(view.Spki))),
            ("Valid until", Page.Code(view.NotAfter.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))),
            ("Serial number", Page.Code(view.SerialHex)),
            ("Thumbprint (SHA-1), as Windows shows it", Page.Code(view.Thumbprint)),
            ("SHA-256", Page.Code(Digest.Of(authority.Certificate).Hex)),
        ]);
    }

    private static IEnumerable<Node> Server(IReadOnlyList<string> crls, IReadOnlyList<string> issuers) =>
        crls.Count + issuers.Count == 0
            ? [Node.Of("p", "No certificate below this CA points to an address yet.")]
            :
            [
                .. Addresses("Copy the certificate where these addresses find it:", issuers),
                .. Addresses(
                    "The names at the end of these are not of a certificate, or cannot stand in a folder of Windows: no file here has "
                        + "them:",
                    [.. issuers.Where(url => url.StartsWith("http:", StringComparison.Ordinal) && AdcsName.FileOf(url) is null)]),
                .. Addresses("The CRL that this CA signs belongs here, before its predecessor ends:", crls),
            ];

    private static IEnumerable<Node> Addresses(string words, IReadOnlyList<string> urls) => urls.Count == 0
        ? []
        : [Node.Of("p", words), Node.Of("ul", urls.Select(url => Node.Of("li", Page.Code(url))))];

    private static IEnumerable<Node> Check(AuthorityRecord authority)
    {
        var store = authority.IsRoot ? "Root" : "CA";
        return
        [
            Node.Of("h2", "4 Check"),
            Node.Of("pre", Node.Lines(
                [$"certutil -verifystore {store} {authority.View.SerialHex}", $"certutil -viewstore -enterprise {store}"])),
            Node.Of(
                "p",
                "CAPolicy.inf belongs in %SystemRoot% of a server on which AD CS is installed or renewed with this certificate; it is "
                    + "not needed elsewhere. These commands and files were written from Microsoft's documentation and have not been run on "
                    + "Windows by the makers of this tool."),
        ];
    }
}
