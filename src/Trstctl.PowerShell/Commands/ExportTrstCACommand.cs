using System.Text;
using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Authorities.Publishing;
using Trstctl.History;
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
}

[Cmdlet(VerbsData.Export, "TrstCA", HelpUri = HelpPages.Root + "Export-TrstCA.md", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportTrstCACommand : StoreCmdlet
{
    /// <summary>A CA or a cross-certificate: object, name or id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object CA { get; set; } = string.Empty;

    /// <summary>The new file; for PublishPack the new folder.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Pem, Der, Pkcs7, PublishPack, Mermaid or Dot.</summary>
    [Parameter]
    public CertificateFormat Format { get; set; } = CertificateFormat.Pem;

    /// <summary>With the issuers' certificates, up to the root.</summary>
    [Parameter]
    public SwitchParameter Chain { get; set; }

    protected override void Process()
    {
        if (Format is CertificateFormat.PublishPack or CertificateFormat.Mermaid or CertificateFormat.Dot)
        {
            if (Chain)
            {
                throw new TrstException(ErrorId.InvalidArgument, "Chain", "Pem or Pkcs7", Format);
            }

            Describe(Authority());
            return;
        }

        var certificates = Certificates();
        if (Format == CertificateFormat.Der && certificates.Count > 1)
        {
            throw new TrstException(ErrorId.InvalidArgument, "Format", "Pem or Pkcs7 with -Chain", Format);
        }

        if (ShouldProcess(this.ResolvePath(Path), $"Write {certificates.Count} certificate(s)"))
        {
            WriteObject(this.WriteNewFile(Path, Encode(certificates)));
        }
    }

    private void Describe(AuthorityRecord authority)
    {
        var authorities = new AuthorityQueries(Connection);
        var all = authorities.All(Cancellation);
        var cross = authorities.CrossCertificates(Cancellation);
        if (Format == CertificateFormat.PublishPack)
        {
            Publish(authority, all, cross);
        }
        else if (ShouldProcess(this.ResolvePath(Path), $"Draw the lineage of \"{authority.Name}\""))
        {
            var text = Format == CertificateFormat.Mermaid
                ? LineageGraph.Mermaid(authority, all, cross)
                : LineageGraph.Dot(authority, all, cross);
            WriteObject(this.WriteNewFile(Path, Encoding.UTF8.GetBytes(text)));
        }
    }

    private void Publish(AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross)
    {
        var files = PublishPack.Of(authority, all, cross, Connection.Now);
        var folder = this.ResolvePath(Path);
        if (ShouldProcess(folder, $"Make the folder with {files.Count} files of \"{authority.Name}\""))
        {
            this.CreateNewFolder(folder);
            foreach (var file in files)
            {
                WriteObject(this.WriteNewFile(System.IO.Path.Combine(folder, file.Name), file.Content));
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
                    ErrorId.InvalidArgument, "CA", $"a CA, its name or its id for {Format}", other?.GetType().Name ?? "nothing"),
        },
        Cancellation);

    private IReadOnlyList<byte[]> Certificates()
    {
        var authorities = new AuthorityQueries(Connection);
        switch (Reference.Unwrap(CA))
        {
            case TrstCrossCertificate cross:
                return Chain
                    ? [cross.Record.Certificate, .. authorities.Chain(authorities.Get(cross.IssuerId, Cancellation), Cancellation)]
                    : [cross.Record.Certificate];
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

    private IReadOnlyList<byte[]> Of(AuthorityQueries authorities, AuthorityRecord authority) =>
        Chain ? authorities.Chain(authority, Cancellation) : [authority.Certificate];

    private byte[] Encode(IReadOnlyList<byte[]> certificates) => Format switch
    {
        CertificateFormat.Der => certificates[0],
        CertificateFormat.Pkcs7 => Pkcs7.CertsOnly(certificates),
        _ => Encoding.ASCII.GetBytes(string.Concat(certificates.Select(der => Pem.Encode("CERTIFICATE", der)))),
    };
}
