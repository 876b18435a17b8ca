namespace Trstctl.Ceremonies.Operations;

/// <summary>A newest dealing that never opened (its shares are garbage, or gone) is given up for the one before it, which is kept until
/// then (PROTOCOL section 4).</summary>
internal static class DealingBefore
{
    /// <summary>Refuses a key of which no dealing before is kept, or too few of whose custodians can still release.</summary>
    public static void Demand(IReadOnlyList<RosterKey> keys, IProjection state)
    {
        foreach (var key in keys.Select(k => state.Find<KeyRecord>(KeyRecord.KindName, k.KeyId)!))
        {
            if (key.Before is null)
            {
                throw new TrstException(
                    ErrorId.RosterInvalid,
                    $"no dealing before its newest is kept of the key of {RosterKeys.NameOf(key, state)}: "
                        + "it was dealt once, or its newest dealing has opened");
            }

            var (dealing, able) = Of(key, state);
            if (able.Count < dealing.Needed)
            {
                throw new TrstException(
                    ErrorId.RosterInvalid,
                    $"the dealing before of the key of {RosterKeys.NameOf(key, state)}, of roster epoch {dealing.Dealt.Epoch}, needs "
                        + $"{dealing.Needed} of its custodians, and {able.Count} of them are on the roster in force with a key in use"
                        + (able.Count == 0 ? string.Empty : $": {string.Join(", ", able)}"));
            }
        }
    }

    public static void Describe(IReadOnlyList<RosterKey> keys, IProjection state, Action<string, string> say)
    {
        foreach (var named in keys)
        {
            // Of a past change only the name is left: what it opened went since.
            var text = $"the key of {RosterKeys.NameOf(named, state)} is opened from the record before its newest one";
            var key = state.Find<KeyRecord>(KeyRecord.KindName, named.KeyId);
            if (key is { Before: not null } && key.Generation == named.Generation)
            {
                var (dealing, able) = Of(key, state);
                text += $", which was dealt in roster epoch {dealing.Dealt.Epoch}, by {dealing.Needed} of its custodians who are still on "
                    + $"the roster ({string.Join(", ", able)})";
            }

            say("FROM THE DEALING BEFORE", text + "; its newest record, which never opened, is given up");
        }
    }

    private static (OpenedDealing Dealing, IReadOnlyList<string> Able) Of(KeyRecord key, IProjection state)
    {
        var roster = RosterRecord.Current(state)!.Roster;
        var dealing = OpenedDealing.Of(key.Before!, roster, state);
        return (dealing, dealing.Holders.Select(h => h.Name)
            .Where(name => PrincipalKeyRetirements.Since(roster.Demand(name), state) is null)
            .ToArray());
    }
}
