using System.Collections;
using System.Security;
using Trstctl.Ceremonies.Presence;

namespace Trstctl.PowerShell;

/// <summary>Where the passwords of share files go, which the tool makes: into the caller's hashtable as secure strings, into a file of
/// the owner's, or onto the screen in front of the custodian; never into the pipeline, a stream or a transcript.</summary>
internal static class SharePasswords
{
    public static ShareDelivery Delivery(PSCmdlet cmdlet, IDictionary? files, IDictionary? passwords, IDictionary? passwordFiles) =>
        new(
            Paths(cmdlet, files),
            (custodian, password) =>
            {
                if (passwords is not null)
                {
                    passwords[custodian] = ToSecureString(password);
                }
                else
                {
                    Show(cmdlet, custodian, password);
                }
            },
            Paths(cmdlet, passwordFiles));

    private static Dictionary<string, string> Paths(PSCmdlet cmdlet, IDictionary? files) => (files?.Keys.Cast<object>() ?? []).ToDictionary(
        name => name.ToString()!, name => cmdlet.ResolvePath(files![name]?.ToString() ?? string.Empty), StringComparer.Ordinal);

#pragma warning disable RS0030 // Straight to the console: whatever goes through the host is in a transcript too.
    private static void Show(PSCmdlet cmdlet, string custodian, SecretBytes password)
    {
        if (Console.IsOutputRedirected || !new PasswordScreen(cmdlet.Host.UI, Console.Out, Console.Clear).Show(custodian, password))
        {
            throw new TrstException(ErrorId.SharePasswordUnseen, custodian, custodian);
        }
    }
#pragma warning restore RS0030

    private static SecureString ToSecureString(SecretBytes password)
    {
        var text = new SecureString();
        foreach (var character in password.Bytes)
        {
            text.AppendChar((char)character);
        }

        text.MakeReadOnly();
        return text;
    }
}
