using System.Security;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Custody;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsData.Import, "TrstCA", HelpUri = HelpPages.Root
    + "Import-TrstCA.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCA))]
public sealed class ImportTrstCACommand : ExecutionCmdlet
{
    private const int MaxFile = 1024 * 1024;

    /// <summary>The CA's file: its certificate alone, or with its key (PFX, PEM or PKCS#8), as the plan says.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Opens the file of the CA's key, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? KeyPassword { get; set; }

    private protected override Func<CeremonyRecord, Func<IOpenKey>?> KeyToImport => Key;

    protected override void Process() => WriteResults(new ExpectedPlan { Operation = "Import" });

    private Func<IOpenKey>? Key(CeremonyRecord record)
    {
        var path = this.ResolvePath(Path);
        var (certificate, custody) = new ImportQueries(Connection).Get(record.CeremonyId, Cancellation);
        if (custody == CustodyKind.External)
        {
            ForeignCAFile.DemandCertificateAlone(path, this.ReadFile(path, MaxFile), certificate);
            return null;
        }

        return () =>
        {
            var key = ForeignCAFile.OpenKey(path, KeyPassword, certificate);
            WriteWarning(
                $"{path} still holds the CA's key: whoever has a copy of it signs without any custodian. Destroy every copy, or "
                    + "rotate the CA.");
            return key;
        };
    }
}
