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
}
