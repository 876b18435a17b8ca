using System.Management.Automation;
using System.Security;
using Trstctl.Custody;

namespace Trstctl.PowerShell;

/// <summary>Turns what was typed into what opens a sealer.</summary>
internal static class ProtectorSecrets
{
    /// <summary>Null where nothing was given.</summary>
    public static ProtectorSecret? Of(SecureString? password, string? keyFile) =>
        password is not null && keyFile is not null
            ? throw new TrstException(ErrorId.InvalidArgument, "the protector", "a password or a key file", "both")
            : password is not null ? new ProtectorSecret { Kind = ProtectorKind.Password, Password = password }
            : keyFile is not null ? new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = keyFile }
            : null;

    /// <summary>The secret of the ledger sealer of a new store.</summary>
    public static ProtectorSecret Demand(PSCmdlet cmdlet, ProtectorKind kind, SecureString? password, string? keyFile)
    {
        DemandOnly(kind, password, keyFile);
        return Secret(cmdlet, kind, password, keyFile);
    }

    /// <summary>Refuses a secret of another kind than the protector, since nobody can tell which of the two was meant; a key file that is
    /// missing, since none is asked for; and a protector that this platform has not.</summary>
    public static void DemandOnly(ProtectorKind kind, SecureString? password, string? keyFile)
    {
        var foreign = password is not null && kind != ProtectorKind.Password ? "LedgerPassword"
            : keyFile is not null && kind != ProtectorKind.KeyFile ? "KeyFile"
            : null;
        if (foreign is not null)
        {
            throw new TrstException(ErrorId.InvalidArgument, foreign, $"none with -Protector {kind}", "one");
        }

        if (kind == ProtectorKind.KeyFile && keyFile is null)
        {
            throw new TrstException(ErrorId.SecretMissing, "ledger sealer", "-KeyFile");
        }

        ProtectorSecret.DemandPlatform(kind);
    }

    private static ProtectorSecret Secret(PSCmdlet cmdlet, ProtectorKind kind, SecureString? password, string? keyFile) => kind switch
    {
        ProtectorKind.Password => new ProtectorSecret
        {
            Kind = kind,
            Password = password ?? AskedPassword.New(cmdlet, "the ledger, which everybody needs who opens or approves")
                ?? throw new TrstException(ErrorId.SecretMissing, "ledger sealer", "-LedgerPassword"),
        },
        _ => new ProtectorSecret { Kind = kind, Password = password, KeyFilePath = keyFile },
    };

    /// <summary>The same for a sealer that is new: a file that was there may guard something else, and its holders open both.</summary>
    public static void CreateOwn(Cmdlet cmdlet, ProtectorSecret? secret)
    {
        if (secret is { Kind: ProtectorKind.KeyFile, KeyFilePath: { } file } && File.Exists(file))
        {
            cmdlet.WriteWarning(
                $"The key file \"{file}\" was there before. Whoever holds it opens all that it guards: give each tenant one of its own.");
        }

        CreateMissing(cmdlet, secret);
    }

    /// <summary>A key file that does not exist yet is made, readable by its owner only.</summary>
    public static void CreateMissing(Cmdlet cmdlet, ProtectorSecret? secret)
    {
        if (secret is { Kind: ProtectorKind.KeyFile, KeyFilePath: { } file } && !File.Exists(file))
        {
            KeyFile.Create(file);
            cmdlet.WriteVerbose($"Created the key file {file}. Keep a copy apart from the store.");
        }
    }
}
