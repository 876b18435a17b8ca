namespace Trstctl.PowerShell;

internal static class HelpPages
{
    public const string Root = "https://github.com/trstctl/trstctl/blob/main/docs/help/";
}
