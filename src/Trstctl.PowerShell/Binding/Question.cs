using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace Trstctl.PowerShell;

/// <summary>Asks before what one person decides alone and cannot take back. PowerShell's own question has Yes as its default.</summary>
internal static class Question
{
    private static readonly string[] Asking = ["Confirm", "WhatIf"];

    /// <summary>True where the act shall be done. -WhatIf, -Confirm and the preferences mean what they always do.</summary>
    public static bool ShouldProcess(this PSCmdlet cmdlet, bool defaultNo, string target, string action)
    {
        var isSettled = Asking.Any(cmdlet.MyInvocation.BoundParameters.ContainsKey)
            || Is(cmdlet, "WhatIfPreference", "True") || Is(cmdlet, "ConfirmPreference", "None");
        if (isSettled || !defaultNo)
        {
            return cmdlet.ShouldProcess(target, action);
        }

        var choices = new Collection<ChoiceDescription>
        {
            new("&Yes", $"{action}."),
            new("&No", "Do nothing."),
        };
        try
        {
            return cmdlet.Host.UI.PromptForChoice($"{action}?", target, choices, 1) == 0;
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            throw new TrstException(ErrorId.ConfirmationUnavailable, e, target, action, target);
        }
    }

    private static bool Is(PSCmdlet cmdlet, string preference, string value) =>
        string.Equals(cmdlet.GetVariableValue(preference)?.ToString(), value, StringComparison.OrdinalIgnoreCase);
}
