namespace Trstctl.Ceremonies.Presence;

/// <summary>The custodian's side of opening a key: presence. Nothing leaves this side unless the quorum's approvals of exactly
/// this plan verify, the request stands in the pinned ledger, and the share is of the key and epoch that the plan opens.</summary>
public sealed class ShareReleases(StoreConnection connection)
{
    /// <summary>What the custodian reads before he is asked: refuses whatever <see cref="Release(string, ShareHolder, Digest?,
    /// CancellationToken)"/> would, and opens nothing.</summary>
    public ReleaseReview Review(string ceremonyId, ShareHolder holder, CancellationToken cancellation = default) =>
        new RefusalLog(connection).Recording(ceremonyId, "Release", Refused.RefusedType, cancellation, () => connection.Read(
            (work, ledger) =>
            {
                var now = connection.LedgerTime(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster));
                var gate = new Gate(ledger, work, now);
                return ReleaseReview.Of(Demand(gate, work, gate.Pass(ceremonyId), holder, null, now), ledger.State, now);
            },
            cancellation), holder.Identity);

    /// <param name="session">The one that was shown; the newest where null.</param>
    public CeremonyRecord Release(
        string ceremonyId, ShareHolder holder, Digest? session = null, CancellationToken cancellation = default) =>
        Release(ceremonyId, holder, gate => gate.Pass(ceremonyId), session, cancellation);

    /// <summary>To this process's own session and no other: whoever is present at a console is not present elsewhere.</summary>
    internal CeremonyRecord Release(ExaminedCeremony examined, ShareHolder holder, Digest session, CancellationToken cancellation) =>
        Release(examined.Plan.Ceremony, holder, gate => gate.Pass(examined), session, cancellation);

    private CeremonyRecord Release(
        string ceremonyId, ShareHolder holder, Func<Gate, ExaminedCeremony> pass, Digest? session, CancellationToken cancellation) =>
        new RefusalLog(connection).Recording(ceremonyId, "Release", Refused.RefusedType, cancellation, () =>
        {
            SeenCheckpoint? seen = null;
            var (release, signer, passed) = connection.Read(
                (work, ledger) =>
                {
                    seen = ledger?.Seen ?? throw new TrstException(ErrorId.TenantHasNoRoster);
                    var now = connection.LedgerTime(ledger);
                    return Prepare(new Gate(ledger, work, now), work, pass, holder, session, now);
                },
                cancellation);
            if (release is null)
            {
                return connection.Read(
                    (_, ledger) => ledger!.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId)!, cancellation);
            }

            var shares = release.ToBytes();
            var statement = new ReleaseStatement(
                release.Tenant, release.Ceremony, release.PlanDigest, signer.Name, passed.Plan.Quorum.Epoch, release.Session,
                Digest.Of(shares), seen!, release.Time);
            var signed = SignedStatement.Sign(holder.Identity, ContentTypes.ShareRelease, statement.ToBytes(), release.Time);
            signer.Verify(signed, ContentTypes.ShareRelease);
            return connection.Write(
                (writer, ledger) =>
                {
                    var gate = new Gate(ledger, writer.Work, writer.Now);
                    var request = KeysToOpen.Demand(gate.Pass(passed), gate, writer.Now);
                    KeysToOpen.DemandWaiting(request, release.Session, writer.Work);
                    PrincipalKeyRetirements.DemandUsable(signer, ledger.State, writer.Now, passed.Operation.BarsExpiredKeys);
                    writer.Work.PutRelease(ceremonyId, signer.Name, shares);
                    writer.Append(new KeyShareReleased(signed), Actors.Principal(signer.Name), ceremonyId);
                    return writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId)!;
                },
                cancellation);
        }, holder.Identity);

    private static (ShareRelease? Release, Principal Signer, ExaminedCeremony Passed) Prepare(
        Gate gate, IUnitOfWork work, Func<Gate, ExaminedCeremony> pass, ShareHolder holder, Digest? session, DateTime now)
    {
        var asked = Demand(gate, work, pass(gate), holder, session, now);
        var (passed, request, signer) = (asked.Passed, asked.Request, asked.Signer);
        if (asked.IsReleased)
        {
            return (null, signer, passed);
        }

        var context = new ReleaseContext(request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, signer.Name);
        using var shares = new HeldShares(holder, asked.Entries);
        var items = asked.Held
            .Select(dealing =>
            {
                using var share = shares.Open(
                    dealing.HolderNamed(signer.Name)!, dealing.Key,
                    KeysToOpen.Shared(dealing, passed.Plan.Tenant, work, gate.State.Verified));
                return ShareRelease.Seal(share, context, request.SessionKey);
            })
            .ToArray();
        return (new ShareRelease(
            request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, signer.Name, now, items), signer, passed);
    }

    private static AskedShares Demand(
        Gate gate, IUnitOfWork work, ExaminedCeremony passed, ShareHolder holder, Digest? session, DateTime now)
    {
        var request = KeysToOpen.Demand(passed, gate, now);
        KeysToOpen.DemandWaiting(request, session ?? request.SessionDigest, work);
        var asked = new AskedShares(
            passed, request, KeysToOpen.DemandHolder(passed, holder.Identity, gate.State, now),
            KeysToOpen.Dealings(passed.Operation, passed.Plan, gate.State.Verified));
        if (!asked.IsReleased)
        {
            if (!asked.Held.Any())
            {
                throw new TrstException(ErrorId.ShareInvalid, asked.Signer.Name, "no key that opens was shared with this custodian");
            }

            using var shares = new HeldShares(holder, asked.Entries);
            foreach (var dealing in asked.Held)
            {
                shares.Demand(
                    dealing.HolderNamed(asked.Signer.Name)!, dealing.Key,
                    KeysToOpen.Shared(dealing, passed.Plan.Tenant, work, gate.State.Verified));
            }
        }

        return asked;
    }
}
