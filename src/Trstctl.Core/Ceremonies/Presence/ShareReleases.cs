namespace Trstctl.Ceremonies.Presence;

/// <summary>The custodian's side of opening a key: presence. Nothing leaves this side unless the quorum's approvals of exactly
/// this plan verify, the request stands in the pinned ledger, and the share is of the key and epoch that the plan opens.</summary>
public sealed class ShareReleases(StoreConnection connection)
{
    public CeremonyRecord Release(string ceremonyId, ShareHolder holder, CancellationToken cancellation = default) =>
        Release(ceremonyId, holder, gate => gate.Pass(ceremonyId), null, cancellation);

    /// <summary>To this process's own session and no other: whoever is present at a console is not present elsewhere.</summary>
    internal CeremonyRecord Release(ExaminedCeremony examined, ShareHolder holder, Digest session, CancellationToken cancellation) =>
        Release(examined.Plan.Ceremony, holder, gate => gate.Pass(examined), session, cancellation);

    private CeremonyRecord Release(
        string ceremonyId, ShareHolder holder, Func<Gate, ExaminedCeremony> pass, Digest? session, CancellationToken cancellation) =>
        new RefusalLog(connection).Recording(ceremonyId, "Release", Refused.RefusedType, cancellation, () =>
        {
            LedgerPoint? seen = null;
            var (release, signer, passed) = connection.Read(
                (work, ledger) =>
                {
                    seen = ledger?.Head ?? throw new TrstException(ErrorId.TenantHasNoRoster);
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
                    var request = KeysToOpen.Demand(gate.Pass(passed), gate);
                    DemandSession(request, release.Session);
                    PrincipalKeyRetirements.DemandUsable(signer, ledger.State, writer.Now);
                    writer.Work.PutRelease(ceremonyId, signer.Name, shares);
                    writer.Append(new KeyShareReleased(signed), Actors.Principal(signer.Name), ceremonyId);
                    return writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId)!;
                },
                cancellation);
        }, holder.Identity);

    private static (ShareRelease? Release, Principal Signer, ExaminedCeremony Passed) Prepare(
        Gate gate, IUnitOfWork work, Func<Gate, ExaminedCeremony> pass, ShareHolder holder, Digest? session, DateTime now)
    {
        var passed = pass(gate);
        var request = KeysToOpen.Demand(passed, gate);
        DemandSession(request, session ?? request.SessionDigest);
        var signer = KeysToOpen.DemandHolder(passed, holder.Identity, gate.State, now);
        if (passed.Record.Releases.Any(
            r => r.Session == request.SessionDigest && string.Equals(r.Custodian, signer.Name, StringComparison.Ordinal)))
        {
            return (null, signer, passed);
        }

        var context = new ReleaseContext(request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, signer.Name);
        using var shares = new HeldShares(signer, holder);
        var items = request.Keys
            .Select(key =>
            {
                using var share = shares.Open(key, KeysToOpen.Shared(key, passed, work));
                return ShareRelease.Seal(share, context, request.SessionKey);
            })
            .ToArray();
        return (new ShareRelease(
            request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, signer.Name, now, items), signer, passed);
    }

    private static void DemandSession(OpenRequest request, Digest session)
    {
        if (request.SessionDigest != session)
        {
            throw new TrstException(ErrorId.OpeningSuperseded, Uuid.Short(request.Ceremony));
        }
    }
}
