using System.Globalization;
using System.Net;
using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>The page of a pack, for a Windows administrator who was handed the folder.</summary>
internal static class PublishPage
{
    public static string Write(
        AuthorityRecord authority,
        IReadOnlyList<PublishedFile> files,
        IReadOnlyList<string> commands,
        (IReadOnlyList<string> Crl, IReadOnlyList<string> Issuer) urls)
    {
        var view = authority.View;
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Safe(authority.Name))
            .Append("</title><style>body{font-family:Segoe UI,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}")
            .Append("code,pre{font-family:Consolas,monospace}td{padding:.2em 1em .2em 0;vertical-align:top}</style></head><body>\n");
        page.Append($"<h1>Publish {Safe(authority.Name)}</h1>\n");
        Table(page, [
            ("Subject", view.Subject),
            ("Issuer", view.IsSelfIssued ? "itself, a root" : view.Issuer),
            ("Key", PublicKey.Describe(view.Spki)),
            ("Valid until", view.NotAfter.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("Serial number", view.SerialHex),
            ("SHA-256", Digest.Of(authority.Certificate).Hex)]);
        page.Append("<p>Compare the SHA-256 with the one that the ceremony's record shows before you publish anything.</p>\n");
        page.Append("<h2>1 Files</h2>\n");
        Table(page, files.Select(file => (file.Name, file.Purpose)));
        page.Append("<h2>2 Web server</h2>\n");
        Addresses(page, "Copy the certificate where these addresses find it:", urls.Issuer);
        Addresses(
            page, "The names at the end of these are not of a certificate, or cannot stand in a folder of Windows: no file here has them:",
            urls.Issuer.Where(url => url.StartsWith("http:", StringComparison.Ordinal) && AdcsName.FileOf(url) is null).ToArray());
        Addresses(page, "The CRL that this CA signs belongs here, before its predecessor ends:", urls.Crl);
        if (urls.Crl.Count + urls.Issuer.Count == 0)
        {
            page.Append("<p>No certificate below this CA points to an address yet.</p>\n");
        }

        page.Append(
            "<h2>3 Active Directory and this machine</h2>\n<p>As an enterprise administrator, in this folder (the same lines are in "
                + "publish.cmd and publish.ps1). ")
            .Append("<code>-dspublish</code> reaches every machine of the forest at its next policy refresh; <code>-addstore</code> is "
                + "for this machine alone.</p>\n<pre>");
        commands.ToList().ForEach(command => page.Append(Safe(command)).Append('\n'));
        page
            .Append("</pre>\n<h2>4 Check</h2>\n<pre>certutil -verifystore ")
            .Append(authority.IsRoot ? "Root" : "CA")
            .Append(' ')
            .Append(view.SerialHex)
            .Append("\ncertutil -viewstore -enterprise ").Append(authority.IsRoot ? "Root" : "CA").Append("</pre>\n");
        page.Append(
            "<p>CAPolicy.inf belongs in %SystemRoot% of a server on which AD CS is installed or renewed with this certificate; it is "
                + "not needed elsewhere. ")
            .Append("These commands and files were written from Microsoft's documentation and have not been run on Windows by the "
                + "makers of this tool.</p>\n</body></html>\n");
        return page.ToString();
    }

    private static void Addresses(StringBuilder page, string words, IReadOnlyList<string> urls)
    {
        if (urls.Count > 0)
        {
            page.Append("<p>").Append(words).Append("</p>\n<ul>");
            urls.ToList().ForEach(url => page.Append("<li><code>").Append(Safe(url)).Append("</code></li>"));
            page.Append("</ul>\n");
        }
    }

    private static void Table(StringBuilder page, IEnumerable<(string Name, string Value)> rows)
    {
        page.Append("<table>");
        foreach (var (name, value) in rows)
        {
            page.Append("<tr><td>").Append(Safe(name)).Append("</td><td><code>").Append(Safe(value)).Append("</code></td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
