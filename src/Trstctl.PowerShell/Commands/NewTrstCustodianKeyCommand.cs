using System.Security;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Keys;
using Trstctl.Rosters;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstCustodianKey", HelpUri = HelpPages.Root + "New-TrstCustodianKey.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCustodian))]
public sealed class NewTrstCustodianKeyCommand : TrstCmdlet
{
    /// <summary>Who the key is for; it becomes the certificate's common name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>A new .pfx or .pem file, or a folder, which may be new, in which <c>name.pfx</c> is made.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Protects the private key in the file.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? Password { get; set; }

    /// <summary>ECDSA-P256, ECDSA-P384 or RSA-3072.</summary>
    [Parameter]
    [ValidateSet("ECDSA-P256", "ECDSA-P384", "RSA-3072")]
    public string KeyAlgorithm { get; set; } = "ECDSA-P256";

    /// <summary>How long the certificate is valid; units y w d h min.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string Validity { get; set; } = "3y";

    protected override void Process()
    {
        var name = PrincipalName.Enter(Name);
        var path = FileFor(name);
        var now = new SystemClock().UtcNow;
        var until = Duration.Parse(Validity).AddTo(now);
        if (!ShouldProcess(path, $"Make a key ({KeyAlgorithm}) for {name}"))
        {
            return;
        }

        // Asked for once, for all that are piped in.
        var password = Password = Password is { Length: > 0 } given ? given
            : AskedPassword.New(this, $"the key file {path}")
                ?? throw new TrstException(ErrorId.SecretMissing, "private key of the custodian", "-Password");

        var algorithm = Trstctl.Keys.KeyAlgorithm.Parse(KeyAlgorithm);
        // Valid a moment ago: another host's clock may be that far behind, and its ledger judges.
        var from = now - LedgerWriter.AllowedSkew;
        var content = IsPem(path)
            ? CustodianKeys.CreateEncryptedPem(name, algorithm, from, until, password)
            : CustodianKeys.CreatePfx(name, algorithm, from, until, password);
        WriteOwnerOnly(path, content);
        using var identity = SigningIdentity.FromFile(path, password);
        WriteObject(new TrstCustodian(
            new Principal(name, name, PrincipalRoles.Custodian, identity.Certificate, identity.Certificate), path));
    }

    private static bool IsPem(string path) => path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase);

    private string FileFor(string name)
    {
        var path = this.ResolvePath(Path);
        var isFile = IsPem(path)
            || path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase);
        var invalid = System.IO.Path.GetInvalidFileNameChars();
        var file = isFile
            ? path
            : System.IO.Path.Combine(path, string.Concat(name.Select(c => invalid.Contains(c) ? '_' : c)) + ".pfx");
        return File.Exists(file) ? throw new TrstException(ErrorId.FileExists, file) : file;
    }

    private static void WriteOwnerOnly(string path, byte[] content) => FilePaths.Writing(path, () =>
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            OwnerOnly.CreateDirectory(folder);
        }

        using var file = OwnerOnly.CreateFile(path);
        file.Write(content, 0, content.Length);
    });
}
