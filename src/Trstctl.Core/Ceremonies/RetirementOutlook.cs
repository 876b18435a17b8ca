namespace Trstctl.Ceremonies;

/// <summary>What a tenant could still do without one key.</summary>
/// <param name="Needed">Approvals that a quorum needs.</param>
/// <param name="Standing">Custodians' other keys that are not retired; expired ones among them count in roster changes.</param>
/// <param name="Usable">Those of them that are not expired.</param>
/// <param name="OfCustodian">True where the key is a custodian's, so that it counts today.</param>
public sealed record RetirementOutlook(int Needed, int Standing, int Usable, bool OfCustodian)
{
    /// <summary>What its owner reads before he signs; null where a quorum is left, or was out of reach without him.</summary>
    public string? Warning => !OfCustodian || Usable >= Needed ? null
        : $"{Usable} usable keys are left, and a quorum needs {Needed}: "
            + (Standing < Needed ? "no ceremony can follow in this tenant, whatever it is." : "only a roster change can follow.");

    /// <summary>The same for who approves a plan that retires keys: nothing else warns him that it is the last one.</summary>
    internal static void Describe(IReadOnlyCollection<Digest> retires, IProjection state, Action<string, string> say)
    {
        if (retires.Count > 0 && RosterRecord.Current(state)?.Roster is { } roster)
        {
            var left = roster.Custodians.Count(
                c => !retires.Contains(c.KeyIdentity) && PrincipalKeyRetirements.Since(c, state) is null);
            if (left < roster.Threshold)
            {
                say("QUORUM LOST", $"{left} keys of custodians are left, and a quorum needs {roster.Threshold}: no ceremony can follow "
                    + "in this tenant, whatever it is");
            }
        }
    }
}
