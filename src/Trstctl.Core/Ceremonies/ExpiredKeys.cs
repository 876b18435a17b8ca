namespace Trstctl.Ceremonies;

/// <summary>Expiry bars nobody from a roster change, or no roster could be mended once its certificates expired; so its plan says
/// first whose keys are (PROTOCOL section 5a).</summary>
internal static class ExpiredKeys
{
    public static void Describe(VerifiedCeremony ceremony, DateTime now, Action<string, string> say)
    {
        if (ceremony.Plan.Subject is not { NextRoster: { } next })
        {
            return;
        }

        if (ceremony.Plan.Quorum.Epoch > 0)
        {
            Say(ceremony.Electorate.Roster, "in force", "it counts in roster changes alone");
        }

        Say(next, "proposed", "it will count in roster changes alone");

        void Say(Roster roster, string which, string effect)
        {
            foreach (var entry in roster.Principals)
            {
                if (entry.ExpiredSince(now) is { } since)
                {
                    say("EXPIRED", $"the key of {entry.Name} on the roster {which}, expired since {UtcTime.Format(since)}; {effect}");
                }
            }
        }
    }
}
