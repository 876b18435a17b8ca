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

    /// <summary>That one file is given for both sealers, by whatever name.</summary>
    public static TrstException OneForBoth() => new(
        ErrorId.InvalidArgument, "CustodyKeyFile", "another file than -KeyFile (without it that one opens both)", "the same");

    /// <summary>Makes the key files of new sealers that are missing, each apart from the other. What this made goes again where it refuses:
    /// nothing is sealed under it yet.</summary>
    public static void CreateOwn(Cmdlet cmdlet, ProtectorSecret? ledger, ProtectorSecret? custody)
    {
        var made = new List<string>();
        try
        {
            made.AddRange(CreateOwn(cmdlet, ledger));
            made.AddRange(CreateOwn(cmdlet, custody));
            DemandApart(ledger, custody);
        }
        catch
        {
            made.ForEach(Remove);
            throw;
        }
    }

    /// <summary>Makes the key file of a new sealer if it is missing; what was made. A file that was there may guard something else, and
    /// its holders open both.</summary>
    public static IEnumerable<string> CreateOwn(Cmdlet cmdlet, ProtectorSecret? secret)
    {
        if (secret is not { Kind: ProtectorKind.KeyFile, KeyFilePath: { } file })
        {
            return [];
        }

        if (File.Exists(file))
        {
            cmdlet.WriteWarning(
                $"The key file \"{file}\" was there before. Whoever holds it opens all that it guards: give each tenant one of its own.");
            return [];
        }

        KeyFile.Create(file);
        cmdlet.WriteVerbose($"Created the key file {file}. Keep a copy apart from the store.");
        return [file];
    }

    // What they hold counts: a path says nothing of links, of copies, or of a case that the file system does not tell apart.
    private static void DemandApart(ProtectorSecret? ledger, ProtectorSecret? custody)
    {
        if (ledger?.KeyFilePath is not { } one || custody?.KeyFilePath is not { } other)
        {
            return;
        }

        using var opens = KeyFile.Read(one);
        using var guards = KeyFile.Read(other);
        if (opens.IsSameAs(guards))
        {
            throw OneForBoth();
        }
    }

    // What cannot go now is warned of by the next attempt, which finds it.
    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
