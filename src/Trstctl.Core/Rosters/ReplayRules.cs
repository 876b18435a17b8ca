namespace Trstctl.Rosters;

/// <summary>The rules by which a replay judges are numbered, and the roster in force names the number: whoever does not know it may
/// not judge anything (PROTOCOL section 5a).</summary>
internal static class ReplayRules
{
    /// <summary>The highest number that this module knows; it knows all below.</summary>
    public const int Newest = 1;

    public static void DemandKnown(int number)
    {
        if (number > Newest)
        {
            throw new TrstException(ErrorId.RulesUnknown, number, Newest);
        }
    }
}
