using System.Collections;
using System.Security;
using Trstctl.Ceremonies.Presence;

namespace Trstctl.PowerShell;

/// <summary>Where the passwords of share files go, which the tool makes: into the caller's hashtable as secure strings, or onto
/// the screen in front of the custodian; never into the pipeline, a stream or a transcript.</summary>
internal static class SharePasswords
{
    public static ShareDelivery Delivery(PSCmdlet cmdlet, IDictionary? files, IDictionary? passwords)
    {
        var paths = (files?.Keys.Cast<object>() ?? []).ToDictionary(
            name => name.ToString()!, name => cmdlet.ResolvePath(files![name]?.ToString() ?? string.Empty), StringComparer.Ordinal);
        return new ShareDelivery(paths, (custodian, password) =>
        {
            if (passwords is not null)
            {
                passwords[custodian] = ToSecureString(password);
            }
            else
            {
                Show(cmdlet, custodian, password);
            }
        });
    }

#pragma warning disable RS0030 // Straight to the console: whatever goes through the host is in a transcript too.
    private static void Show(PSCmdlet cmdlet, string custodian, SecretBytes password)
    {
        if (Console.IsOutputRedirected || !SomebodySits(cmdlet, custodian))
        {
            throw new TrstException(ErrorId.SharePasswordUnseen, custodian, custodian);
        }

        var text = System.Text.Encoding.ASCII.GetChars(password.Bytes);
        Console.Out.WriteLine();
        Console.Out.WriteLine(text);
        Console.Out.WriteLine();
        Array.Clear(text, 0, text.Length);
    }
#pragma warning restore RS0030

    private static bool SomebodySits(PSCmdlet cmdlet, string custodian)
    {
        try
        {
            var prompt =
                $"{custodian} alone looks at the screen and is ready to write down twelve words. They open the share file and are "
                    + "shown once.";
            return cmdlet.Host.UI.PromptForChoice(
                "Password of a share", prompt, [new("&Show", "Show the words."), new("&No", "Make nothing.")], 1) == 0;
        }
        catch (Exception e) when (e is PSInvalidOperationException
            or NotImplementedException or NotSupportedException or System.Management.Automation.Host.HostException)
        {
            return false;
        }
    }

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
