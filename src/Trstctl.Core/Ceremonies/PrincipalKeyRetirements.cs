namespace Trstctl.Ceremonies;

/// <summary>A principal retires his own key with one signature (PROTOCOL section 2): for a card that was lost or seen by others.</summary>
public sealed class PrincipalKeyRetirements(StoreConnection connection)
{
    /// <summary>From its event on the key opens, approves, denies, releases and witnesses nothing; what was executed before
    /// stands.</summary>
    public RetiredPrincipalKeyRecord Retire(SigningIdentity identity, string reason, CancellationToken cancellation = default) =>
        new RefusalLog(connection).Recording(null, "RetireKey", Refused.RefusedType, cancellation, () =>
        {
            var text = CanonicalText.Enter("Reason", reason, Approval.MaxReason);
            var (retirement, owner) = connection.Read(
                (work, ledger) =>
                {
                    var now = connection.LedgerTime(ledger);
                    var roster = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, now).CurrentRoster();
                    var principal = DemandOwner(roster, identity);
                    DemandNotRetired(principal, ledger.State);
                    return (
                        new PrincipalKeyRetirement(
                            ledger.TenantId, principal.Name, principal.KeyIdentity, ledger.Seen, text, now),
                        principal);
                },
                cancellation);
            var statement = SignedStatement.Sign(identity, ContentTypes.KeyRetirement, retirement.ToBytes(), retirement.Time);
            owner.Verify(statement, ContentTypes.KeyRetirement);
            return connection.Write(
                (writer, ledger) =>
                {
                    DemandNotRetired(owner, ledger.State);
                    writer.Append(new PrincipalKeyRetired(statement), Actors.Principal(owner.Name));
                    return RetiredPrincipalKeyRecord.Of(writer.State, owner).Last();
                },
                cancellation);
        });

    /// <summary>What would be left without this key; refuses what <see cref="Retire"/> would, before anybody is asked.</summary>
    public RetirementOutlook Outlook(SigningIdentity identity, CancellationToken cancellation = default) => connection.Read(
        (work, ledger) =>
        {
            var now = connection.LedgerTime(ledger);
            var roster = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, now).CurrentRoster();
            var owner = DemandOwner(roster, identity);
            DemandNotRetired(owner, ledger.State);
            var left = roster.Custodians.Where(c => !c.IsNamed(owner.Name) && Since(c, ledger.State) is null).ToArray();
            return new RetirementOutlook(
                roster.Threshold, left.Length, left.Count(c => c.ExpiredSince(now) is null), owner.IsCustodian);
        },
        cancellation);

    /// <summary>UTC: when the principal's key was retired; null where it was not.</summary>
    public static DateTime? Since(Principal principal, IProjection state) => Standing(principal, state)?.Since;

    /// <summary>Refuses a key that is not valid now, or that its owner retired.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.CustodianExpired"/> or <see cref="ErrorId.CustodianRetired"/>.</exception>
    internal static void DemandUsable(Principal principal, IProjection state, DateTime now, bool expires = true)
    {
        if (expires)
        {
            principal.DemandValidAt(now);
        }

        DemandNotRetired(principal, state);
    }

    /// <summary>The same of an act of the past, which a later retirement leaves as it was.</summary>
    internal static void DemandUsedInTime(Principal principal, IProjection state, DateTime time, bool expires = true)
    {
        if (expires)
        {
            principal.DemandValidAt(time);
        }

        if (Since(principal, state) < time)
        {
            DemandNotRetired(principal, state);
        }
    }

    /// <summary>Refuses a roster that keeps a retired key, or brings one back.</summary>
    internal static void DemandNoneOf(IEnumerable<Principal> principals, IProjection state) =>
        principals.ToList().ForEach(principal => DemandNotRetired(principal, state));

    /// <exception cref="TrstException"><see cref="ErrorId.CustodianRetired"/>.</exception>
    internal static void DemandNotRetired(Principal principal, IProjection state)
    {
        if (Standing(principal, state) is { } retired)
        {
            throw new TrstException(
                ErrorId.CustodianRetired, principal.Name, UtcTime.Format(retired.Since),
                CanonicalText.Escape(retired.Reason));
        }
    }

    private static Principal DemandOwner(Roster roster, SigningIdentity identity) => roster.FindByKey(identity.Spki)
        ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);

    private static RetiredPrincipalKeyRecord? Standing(Principal principal, IProjection state) =>
        RetiredPrincipalKeyRecord.Of(state, principal).FirstOrDefault();
}
