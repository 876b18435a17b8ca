using System.Text;
using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Authorities.Publishing;
using Trstctl.History;
using Trstctl.Primitives;
using Trstctl.Reports;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>Forms in which certificates leave the store; a key never does.</summary>
public enum CertificateFormat
{
    Pem,
    Der,
    Pkcs7,

    /// <summary>A new folder with what a Windows administrator publishes.</summary>
    PublishPack,

    /// <summary>A drawing of the lineage as text.</summary>
    Mermaid,
    Dot,

    /// <summary>A page with the hierarchy as a picture.</summary>
    Html,
}

[Cmdlet(VerbsData.Export, "TrstCA", HelpUri = HelpPages.Root + "Export-TrstCA.md", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportTrstCACommand : StoreCmdlet
{
    private readonly HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A CA or a cross-certificate: object, name or id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [ValidateNotNull]
    public object CA { get; set; } = string.Empty;

    /// <summary>The new file, or a folder in which it gets the CA's name; for PublishPack the new folder.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Pem, Der, Pkcs7, PublishPack, Mermaid, Dot or Html; by default what the end of the file's name says, else Pem.</summary>
    [Parameter]
    public CertificateFormat? Format { get; set; }

    /// <summary>With the issuers' certificates, up to the root.</summary>
    [Parameter]
    public SwitchParameter Chain { get; set; }

    /// <summary>Overwrites a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private CertificateFormat Form { get; set; }

    protected override void Begin() => Form = ExportFormats.Choose(this, Format, Path);

    protected override void Process()
    {
        if (Form is CertificateFormat.Pem or CertificateFormat.Der or CertificateFormat.Pkcs7)
        {
            WriteCertificates();
            return;
        }

        if (Chain)
        {
            throw new TrstException(ErrorId.InvalidArgument, "Chain", "Pem or Pkcs7", Form);
        }

        Describe(Authority());
    }

    private void WriteCertificates()
    {
        var (certificates, name) = Certificates();
        if (Form == CertificateFormat.Der && certificates.Count > 1)
        {
            throw new TrstException(ErrorId.InvalidArgument, "Format", "Pem or Pkcs7 with -Chain", Form);
        }

        Write(name, $"Write {certificates.Count} certificate(s)", () => Encode(certificates));
    }

    private void Describe(AuthorityRecord authority)
    {
        var authorities = new AuthorityQueries(Connection);
        if (Form == CertificateFormat.PublishPack)
        {
            Publish(authority, authorities.All(Cancellation), authorities.CrossCertificates(Cancellation));
            return;
        }

        Write(NameOf(authority), $"Draw the hierarchy of \"{authority.Name}\"", () => Form switch
        {
            CertificateFormat.Html => new HierarchyReports(Connection).Html(authority, Cancellation),
            CertificateFormat.Mermaid => Encoding.UTF8.GetBytes(
                LineageGraph.Mermaid(authority, authorities.All(Cancellation), authorities.CrossCertificates(Cancellation))),
            _ => Encoding.UTF8.GetBytes(
                LineageGraph.Dot(authority, authorities.All(Cancellation), authorities.CrossCertificates(Cancellation))),
        });
    }

    private void Write(string name, string act, Func<byte[]> content)
    {
        var full = OwnFile(SafeFileName.Make(name, "ca"), Form switch
        {
            CertificateFormat.Der => ".der",
            CertificateFormat.Pkcs7 => ".p7b",
            CertificateFormat.Mermaid => ".mmd",
            CertificateFormat.Dot => ".dot",
            CertificateFormat.Html => ".html",
            _ => ".pem",
        });
        if (ShouldProcess(full, act))
        {
            // What this command wrote itself it never overwrites: of several that go to one file one would be left.
            WriteObject(this.WriteNewFile(full, content(), Force && !written.Contains(full)));
        }

        written.Add(full);
    }

    // In a folder each has its own, whatever two CAs are called.
    private string OwnFile(string name, string end)
    {
        var full = this.ResolveFile(Path, name + end);
        for (var next = 2; written.Contains(full) && this.ResolveFile(Path, $"{name} ({next}){end}") is var other && other != full; next++)
        {
            full = other;
        }

        return full;
    }

    private void Publish(AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross)
    {
        var files = PublishPack.Of(authority, all, cross, Connection.Now);
        var folder = this.ResolvePath(Path);
        if (ShouldProcess(folder, $"Make the folder with {files.Count} files of \"{authority.Name}\""))
        {
            // Two packs in one folder would be neither.
            if (!Force || !Directory.Exists(folder) || !written.Add(folder))
            {
                this.CreateNewFolder(folder);
                written.Add(folder);
            }

            foreach (var file in files)
            {
                WriteObject(this.WriteNewFile(System.IO.Path.Combine(folder, file.Name), file.Content, Force));
            }
        }
    }

    private AuthorityRecord Authority() => new AuthorityQueries(Connection).Get(
        Reference.Unwrap(CA) switch
        {
            TrstCA authority => authority.AuthorityId,
            string name => name,
            var other => Reference.Member(CA, nameof(TrstCA.AuthorityId))
                ?? throw new TrstException(
                    ErrorId.InvalidArgument, "CA", $"a CA, its name or its id for {Form}", other?.GetType().Name ?? "nothing"),
        },
        Cancellation);

    private (IReadOnlyList<byte[]> Certificates, string Name) Certificates()
    {
        var authorities = new AuthorityQueries(Connection);
        switch (Reference.Unwrap(CA))
        {
            case TrstCrossCertificate cross:
                return (
                    Chain
                        ? [cross.Record.Certificate, .. authorities.Chain(authorities.Get(cross.IssuerId, Cancellation), Cancellation)]
                        : [cross.Record.Certificate],
                    $"{cross.Record.View.CommonName} {cross.Link ?? "cross"} {Uuid.Short(cross.CertificateId)}");
            case TrstCA authority:
                return Of(authorities, authorities.Get(authority.AuthorityId, Cancellation));
            case string name:
                return Of(authorities, authorities.Get(name, Cancellation));
            case var other:
                var id = Reference.Member(CA, nameof(TrstCA.AuthorityId))
                    ?? throw new TrstException(
                        ErrorId.InvalidArgument, "CA", "a CA, a cross-certificate, a name or an id", other?.GetType().Name ?? "nothing");
                return Of(authorities, authorities.Get(id, Cancellation));
        }
    }

    private (IReadOnlyList<byte[]> Certificates, string Name) Of(AuthorityQueries authorities, AuthorityRecord authority) =>
        (Chain ? authorities.Chain(authority, Cancellation) : [authority.Certificate], NameOf(authority));

    // Which generation a file is of stands in its name where there is more than one, as on the screen.
    private string NameOf(AuthorityRecord authority)
    {
        var mark = FormattableString.Invariant($"G{authority.Generation}");
        return new AuthorityQueries(Connection).IsOneOfSeveral(authority, Cancellation)
            && !authority.Name.EndsWith($" {mark}", StringComparison.Ordinal)
            ? $"{authority.Name} ({mark})"
            : authority.Name;
    }

    private byte[] Encode(IReadOnlyList<byte[]> certificates) => Form switch
    {
        CertificateFormat.Der => certificates[0],
        CertificateFormat.Pkcs7 => Pkcs7.CertsOnly(certificates),
        _ => Encoding.ASCII.GetBytes(string.Concat(certificates.Select(der => Pem.Encode("CERTIFICATE", der)))),
    };
}
