using System.Security;
using Trstctl.Ceremonies;
using Trstctl.Custody;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Complete, "TrstCeremony", HelpUri = HelpPages.Root
    + "Complete-TrstCeremony.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCeremony))]
public sealed class CompleteTrstCeremonyCommand : ExecutionCmdlet
{
    /// <summary>The operation that is meant; another one is refused.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Operation { get; set; }

    /// <summary>Who watches a destruction and signs for it: witnesses or custodians of the roster.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Witness { get; set; }

    /// <summary>For LedgerKey: a new password of the ledger sealer; what opened this connection guards the new key without it.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? NewLedgerPassword { get; set; }

    /// <summary>For LedgerKey: a new key file of the ledger sealer. A missing file is created.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewKeyFile { get; set; }

    /// <summary>For LedgerKey with a new custody sealer: its password.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? NewCustodyPassword { get; set; }

    /// <summary>For LedgerKey with a new custody sealer: its key file. A missing file is created.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewCustodyKeyFile { get; set; }

    private protected override object[]? Witnesses => Witness;

    private protected override ProtectorSecret? NewLedgerSecret(CeremonyRecord record) =>
        NewSecret(record, NewLedgerPassword, NewKeyFile, NewKeyFile is null ? nameof(NewLedgerPassword) : nameof(NewKeyFile));

    private protected override ProtectorSecret? NewCustodySecret(CeremonyRecord record) => NewSecret(
        record, NewCustodyPassword, NewCustodyKeyFile,
        NewCustodyKeyFile is null ? nameof(NewCustodyPassword) : nameof(NewCustodyKeyFile));

    private ProtectorSecret? NewSecret(CeremonyRecord record, SecureString? password, string? keyFile, string parameter)
    {
        var secret = ProtectorSecrets.Of(password, keyFile is null ? null : this.ResolvePath(keyFile));
        if (secret is not null && record.Operation != "LedgerKey")
        {
            throw new TrstException(ErrorId.ParameterForeign, parameter, record.Operation);
        }

        ProtectorSecrets.CreateOwn(this, secret);
        return secret;
    }

    protected override void Process()
    {
        if (Execute(new ExpectedPlan { Operation = Operation }) is not null)
        {
            WriteRecorded(() => Show(Queries.Get(CeremonyId, Cancellation)));
        }
    }
}
