using System.Management.Automation;
using Trstctl.Custody;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsData.Initialize, "TrstStore", HelpUri = HelpPages.Root + "Initialize-TrstStore.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstStore))]
public sealed class InitializeTrstStoreCommand : ConnectionCmdlet
{
    /// <summary>What guards the sealers: a key file, a password, or Windows data protection.</summary>
    [Parameter(Mandatory = true)]
    public ProtectorKind Protector { get; set; }

    protected override void Process()
    {
        var path = this.ResolvePath(Path);
        if (!ShouldProcess(path, $"Create a store with tenant \"{Tenant}\""))
        {
            return;
        }

        var ledger = Secret(Resolve(KeyFile));
        var custody = ProtectorSecrets.Of(CustodyPassword, Resolve(CustodyKeyFile));
        CreateMissing(ledger);
        CreateMissing(custody);
        var store = new TrstStore(Trstctl.Storage.Store.Initialize(path, Options(ledger, custody, readOnly: false, acceptClock: false)));
        SetDefaultStore(store);
        WriteObject(store);
    }

    private ProtectorSecret Secret(string? keyFile)
    {
        var secret = new ProtectorSecret { Kind = Protector, Password = Password, KeyFilePath = keyFile };
        return Protector switch
        {
            ProtectorKind.KeyFile when keyFile is null => throw new TrstException(ErrorId.SecretMissing, "ledger sealer", "-KeyFile"),
            ProtectorKind.Password when Password is null => throw new TrstException(ErrorId.SecretMissing, "ledger sealer", "-Password"),
            _ => secret,
        };
    }

    // A key file that does not exist yet is made, readable by its owner only.
    private void CreateMissing(ProtectorSecret? secret)
    {
        if (secret is { Kind: ProtectorKind.KeyFile, KeyFilePath: { } file } && !File.Exists(file))
        {
            Custody.KeyFile.Create(file);
            WriteVerbose($"Created the key file {file}. Keep a copy apart from the store.");
        }
    }
}
