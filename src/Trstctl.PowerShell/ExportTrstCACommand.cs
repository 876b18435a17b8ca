using System.Management.Automation;
using System.Text;
using Trstctl.Authorities;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>Forms in which certificates leave the store; a key never does.</summary>
public enum CertificateFormat
{
    Pem,
    Der,
    Pkcs7,
}

[Cmdlet(VerbsData.Export, "TrstCA", HelpUri = HelpPages.Root + "Export-TrstCA.md", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportTrstCACommand : StoreCmdlet
{
    /// <summary>A CA or a cross-certificate: object, name or id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object CA { get; set; } = string.Empty;

    /// <summary>The new file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Pem, Der or Pkcs7.</summary>
    [Parameter]
    public CertificateFormat Format { get; set; } = CertificateFormat.Pem;

    /// <summary>With the issuers' certificates, up to the root.</summary>
    [Parameter]
    public SwitchParameter Chain { get; set; }

    protected override void Process()
    {
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

    private IReadOnlyList<byte[]> Certificates()
    {
        var authorities = new AuthorityQueries(Connection);
        switch (Reference.Unwrap(CA))
        {
            case TrstCrossCertificate cross:
                return Chain ? [cross.Record.Certificate, .. authorities.Chain(authorities.Get(cross.IssuerId, Cancellation), Cancellation)] : [cross.Record.Certificate];
            case TrstCA authority:
                return Of(authorities, authorities.Get(authority.AuthorityId, Cancellation));
            case string name:
                return Of(authorities, authorities.Get(name, Cancellation));
            case var other:
                var id = Reference.Member(CA, nameof(TrstCA.AuthorityId))
                    ?? throw new TrstException(ErrorId.InvalidArgument, "CA", "a CA, a cross-certificate, a name or an id", other?.GetType().Name ?? "nothing");
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
