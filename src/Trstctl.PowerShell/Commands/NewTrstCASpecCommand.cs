using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstCASpec", HelpUri = HelpPages.Root + "New-TrstCASpec.md", DefaultParameterSetName = "Subject")]
[OutputType(typeof(CASpec))]
public sealed class NewTrstCASpecCommand : TrstCmdlet
{
    /// <summary>The distinguished name, RFC 4514: 'CN=Contoso Root CA,O=Contoso,C=DE'.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Subject")]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>A .json or .psd1 file with keys named as these parameters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>An authority, its certificate or a specification, whose values apply where none are given.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Like")]
    [ValidateNotNull]
    public object? Like { get; set; }

    /// <summary>How long the certificate is valid; units y w d h min.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string? Validity { get; set; }

    /// <summary>Exact end instead of -Validity: ISO 8601 text, in UTC unless it says otherwise, or a DateTime.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? NotAfter { get; set; }

    /// <summary>Planned start, in the same forms; the time of opening by default.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? NotBefore { get; set; }

    /// <summary>ECDSA-P256, ECDSA-P384 (default), ECDSA-P521, RSA-3072, RSA-4096, ML-DSA-44, -65, -87, or SLH-DSA-SHA2- or
    /// SLH-DSA-SHAKE- with 128s, 128f, 192s, 192f, 256s, 256f.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyAlgorithmCompleter))]
    [ValidateNotNullOrEmpty]
    [PSDefaultValue(Help = "ECDSA-P384")]
    public string? KeyAlgorithm { get; set; }

    /// <summary>With which the CA's key signs, RSA and ECDSA alone: SHA256, SHA384 or SHA512; the hash that belongs to the key by
    /// default.</summary>
    [Parameter]
    [ValidateSet("SHA256", "SHA384", "SHA512")]
    public string? HashAlgorithm { get; set; }

    /// <summary>How many CAs may follow below; absent means no limit.</summary>
    [Parameter]
    public int? PathLength { get; set; }

    /// <summary>Permitted names: 'DNS:', 'IP:', 'email:', 'URI:', 'dirName:'.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameFormCompleter))]
    public string[]? PermittedName { get; set; }

    /// <summary>Excluded names, in the same forms.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameFormCompleter))]
    public string[]? ExcludedName { get; set; }

    /// <summary>Names (serverAuth ...) or OIDs.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExtendedKeyUsageCompleter))]
    public string[]? ExtendedKeyUsage { get; set; }

    /// <summary>Policies: 'oid' or 'oid=cps-url'.</summary>
    [Parameter]
    public string[]? CertificatePolicy { get; set; }

    /// <summary>CRL distribution points.</summary>
    [Parameter]
    public string[]? CrlUrl { get; set; }

    /// <summary>Where the issuer's certificate can be had (AIA caIssuers).</summary>
    [Parameter]
    public string[]? IssuerUrl { get; set; }

    /// <summary>How the key is held; Quorum for a root, Operational for an intermediate unless given.</summary>
    [Parameter]
    [PSDefaultValue(Help = "of a root Quorum, else Operational")]
    [ValidateSet(nameof(CustodyKind.Quorum), nameof(CustodyKind.Operational))]
    public CustodyKind? Custody { get; set; }

    /// <summary>AD CS's shape: CA Version and Previous CA Certificate Hash, and {suffix} in URLs for the issuer's file name
    /// suffix.</summary>
    [Parameter]
    public SwitchParameter Adcs { get; set; }

    protected override void Process()
    {
        var input = ParameterSetName switch
        {
            "Path" => FromFile(this.ResolvePath(Path!)),
            "Like" => FromLike(),
            _ => new CASpecInput { Subject = Subject },
        };
        Overlay(input);
        var spec = input.Build();
        if (spec.IsReversed)
        {
            WriteWarning($"{spec.Subject} seems to be written backwards: RFC 4514 has the common name first and the country last.");
        }

        WriteObject(spec);
    }

    private CASpecInput FromLike() => Reference.Unwrap(Like) switch
    {
        TrstCA { Spec: { } spec } => CASpecInput.From(spec),
        TrstCA authority => CASpecCertificate.Read(authority.Record.Certificate),
        CASpec other => CASpecInput.From(other),
        X509Certificate2 certificate => CASpecCertificate.Read(certificate.RawData),
        var unknown
            => throw new TrstException(
                ErrorId.InvalidArgument, "Like", "an authority or a specification (a distinguished name is -Subject)",
                unknown?.GetType().Name ?? "nothing"),
    };

    private static CASpecInput FromFile(string path) =>
        path.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase) ? DataFile.Read(path) : CASpecFile.Read(path);

    private void Overlay(CASpecInput input)
    {
        if (NotAfter is not null)
        {
            input.Validity = null;
        }

        if (Validity is not null)
        {
            input.NotAfter = null;
        }

        input.Validity = Validity ?? input.Validity;
        input.NotAfter = DateTransformationAttribute.Text(NotAfter) ?? input.NotAfter;
        input.NotBefore = DateTransformationAttribute.Text(NotBefore) ?? input.NotBefore;
        input.KeyAlgorithm = KeyAlgorithm ?? input.KeyAlgorithm;

        // Another key has its own.
        input.HashAlgorithm = HashAlgorithm ?? (KeyAlgorithm is null ? input.HashAlgorithm : null);
        input.PathLength = PathLength ?? input.PathLength;
        input.PermittedNames = PermittedName?.ToList() ?? input.PermittedNames;
        input.ExcludedNames = ExcludedName?.ToList() ?? input.ExcludedNames;
        input.ExtendedKeyUsages = ExtendedKeyUsage?.ToList() ?? input.ExtendedKeyUsages;
        input.CertificatePolicies = CertificatePolicy?.ToList() ?? input.CertificatePolicies;
        input.CrlUrls = CrlUrl?.ToList() ?? input.CrlUrls;
        input.IssuerUrls = IssuerUrl?.ToList() ?? input.IssuerUrls;
        input.Custody = Custody?.ToString() ?? input.Custody;
        input.Adcs = MyInvocation.BoundParameters.ContainsKey(nameof(Adcs)) ? Adcs : input.Adcs;
    }
}
