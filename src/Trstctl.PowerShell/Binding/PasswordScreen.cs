using System.Management.Automation.Host;

namespace Trstctl.PowerShell;

/// <summary>Shows a password once, and clears the screen when it is written down.</summary>
/// <param name="console">The console itself: what goes through the host is in a transcript too.</param>
/// <param name="clear">Clears the console.</param>
internal sealed class PasswordScreen(PSHostUserInterface host, TextWriter console, Action clear)
{
    // Erases what can be scrolled back to; a console that does not know it shows nothing.
    private const string EraseScrollback = "\u001b[3J";

    /// <returns>False where nobody can be asked, or the custodian is not ready: then nothing was shown.</returns>
    public bool Show(string custodian, SecretBytes password)
    {
        if (!IsReady(custodian))
        {
            return false;
        }

        var text = System.Text.Encoding.ASCII.GetChars(password.Bytes);
        try
        {
            console.WriteLine();
            console.WriteLine(text);
            console.WriteLine();
            console.Write("Press Enter when they are written down. Then the screen is cleared. ");
            console.Flush();
            host.ReadLine();
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
            Clear();
        }

        return true;
    }

    private bool IsReady(string custodian)
    {
        try
        {
            var prompt =
                $"{custodian} alone looks at the screen and is ready to write down twelve words. They open the share file and are "
                    + "shown once.";
            return host.PromptForChoice(
                "Password of a share", prompt, [new("&Show", "Show the words."), new("&No", "Make nothing.")], 1) == 0;
        }
        catch (Exception e) when (e is PSInvalidOperationException or NotImplementedException or NotSupportedException or HostException)
        {
            return false;
        }
    }

    // Where it cannot be cleared the words are pushed out of sight, and stay where can be scrolled back to.
    private void Clear()
    {
        try
        {
            clear();
        }
        catch (IOException)
        {
            console.Write(new string('\n', 100));
        }

        if (host.SupportsVirtualTerminal)
        {
            console.Write(EraseScrollback);
        }

        console.Flush();
    }
}
