namespace Trstctl.Ceremonies.Presence;

/// <summary>The executing side of opening keys: a session key in this process's memory, a request in the ledger, and shares that
/// are checked as they arrive. Disposing it makes every release to it worthless.</summary>
internal sealed class ShareSession : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly StoreConnection connection;
    private readonly ExaminedCeremony passed;
    private readonly IReadOnlyList<OpenedDealing> dealings;
    private readonly KeySession session = new();
    private readonly Dictionary<string, IReadOnlyList<KeyShare>> accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> rejected = new(StringComparer.Ordinal);
    private IReadOnlyList<string> lost = [];
    private IReadOnlyList<string> waiting = [];
    private Dictionary<string, string> names = new(StringComparer.Ordinal);
    private long requestedAt;

    private ShareSession(StoreConnection connection, ExaminedCeremony passed, IReadOnlyList<OpenedDealing> dealings)
    {
        this.connection = connection;
        this.passed = passed;
        this.dealings = dealings;
    }

    private Roster Roster => passed.Electorate.Roster;

    /// <summary>Asks for the shares of the Quorum keys that the plan opens; null where it opens none.</summary>
    public static ShareSession? Request(
        StoreConnection connection, ExaminedCeremony passed, ExecutionOptions options, CancellationToken cancellation)
    {
        var dealings = connection.Read((_, ledger) => KeysToOpen.Dealings(passed.Operation, passed.Plan, ledger!.State), cancellation);
        if (dealings.Count == 0)
        {
            return null;
        }

        var asking = new ShareSession(connection, passed, dealings);
        try
        {
            asking.Ask(options.Executor, cancellation);
            return asking;
        }
        catch
        {
            asking.Dispose();
            throw;
        }
    }

    /// <summary>Takes shares until there are enough, first of those at the console, then of those who release elsewhere.</summary>
    public void Gather(ExecutionOptions options, CancellationToken cancellation)
    {
        var releases = new ShareReleases(connection);
        foreach (var holder in options.ShareHolders)
        {
            releases.Release(passed, holder, session.Digest, cancellation);
        }

        for (var started = connection.Now; ;)
        {
            connection.Read(Collect, cancellation);
            options.Progress(Progress());
            if (AreEnough(accepted.Keys))
            {
                return;
            }

            if (!AreEnough(accepted.Keys.Concat(waiting)))
            {
                throw lost.Count > 0 ? Lost() : Missing();
            }

            if (connection.Now - started >= options.Timeout)
            {
                throw Missing();
            }

            cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>As many shares of the key as open it.</summary>
    public IReadOnlyList<KeyShare> SharesOf(string keyId) =>
        accepted.Values
            .SelectMany(shares => shares)
            .Where(s => string.Equals(s.Context.KeyId, keyId, StringComparison.Ordinal))
            .Take(dealings.Single(d => string.Equals(d.Record.KeyId, keyId, StringComparison.Ordinal)).Needed)
            .ToArray();

    /// <summary>The session is over, and whoever still releases is told: best effort, as a killed process cannot. What was released to it
    /// is erased, since without its key it opens nothing.</summary>
    public void Erase()
    {
        try
        {
            connection.Write(
                (writer, ledger) =>
                {
                    // Another session may have asked since: what is stored then was released to that one.
                    if (ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, passed.Plan.Ceremony)?.OpeningAt == requestedAt)
                    {
                        writer.Work.DeleteReleases(passed.Plan.Ceremony);
                        writer.Work.PutEndedSession(passed.Plan.Ceremony, session.Digest.ToArray());
                        writer.Work.Commit();
                    }

                    return true;
                },
                CancellationToken.None);
        }
        catch (TrstException)
        {
            // The first error is what the caller has to see.
        }
    }

    public void Dispose()
    {
        session.Dispose();
        foreach (var share in accepted.Values.SelectMany(s => s))
        {
            share.Dispose();
        }
    }

    private void Ask(SigningIdentity identity, CancellationToken cancellation)
    {
        var plan = passed.Plan;
        var (executor, head, now) = connection.Read(
            (_, ledger) =>
            {
                var time = connection.LedgerTime(ledger);
                return (ExecutionStatement.DemandExecutor(passed, identity, ledger!.State, time), ledger.Seen, time);
            },
            cancellation);
        var request = new OpenRequest(
            plan.Tenant, plan.Ceremony, plan.Digest, session.PublicKey, dealings.Select(d => d.Key).ToArray(), executor.Name,
            plan.Quorum.Epoch, head, Actors.Host, now);
        var signed = SignedStatement.Sign(identity, ContentTypes.OpenRequest, request.ToBytes(), now);
        executor.Verify(signed, ContentTypes.OpenRequest);
        requestedAt = connection.Write(
            (writer, ledger) =>
            {
                new Gate(ledger, writer.Work, writer.Now).Pass(passed);
                writer.Work.DeleteReleases(plan.Ceremony);
                return writer.Append(new KeyOpenRequested(signed), Actors.Principal(executor.Name), plan.Ceremony);
            },
            cancellation);
    }

    // Stored shares count only where the custodian's statement in the ledger names them; others are damage, and not his fault.
    private bool Collect(IUnitOfWork work, VerifiedLedger? ledger)
    {
        var record = ledger!.State.Find<CeremonyRecord>(CeremonyRecord.KindName, passed.Plan.Ceremony)!;
        new Gate(ledger, work, connection.LedgerTime(ledger)).DemandPending(record);
        if (record.OpeningAt != requestedAt)
        {
            throw new TrstException(ErrorId.OpeningSuperseded, Uuid.Short(passed.Plan.Ceremony));
        }

        DropRetired(ledger.State);
        var wanted = new HashSet<Digest>(record.Releases.Where(r => r.Session == session.Digest).Select(r => r.Release));
        var stored = new Dictionary<Digest, byte[]>();
        foreach (var item in work.Releases(passed.Plan.Ceremony))
        {
            if (Digest.Of(item) is var digest && wanted.Contains(digest))
            {
                stored[digest] = item;
            }
        }

        var gone = new List<string>();
        foreach (var named in record.Releases.Where(
            r => r.Session == session.Digest && !accepted.ContainsKey(r.Custodian) && !rejected.ContainsKey(r.Custodian)))
        {
            if (!stored.TryGetValue(named.Release, out var release))
            {
                gone.Add(named.Custodian);
                continue;
            }

            try
            {
                PrincipalKeyRetirements.DemandUsable(
                    Roster.Demand(named.Custodian), ledger.State, connection.LedgerTime(ledger), passed.Operation.BarsExpiredKeys);
                accepted.Add(named.Custodian, Accept(named.Custodian, release, work, ledger.State));
            }
            catch (TrstException e) when (e.Id is ErrorId.ShareInvalid
                or ErrorId.ApprovalInvalid or ErrorId.FormatInvalid or ErrorId.NotOnRoster
                or ErrorId.CustodianExpired or ErrorId.CustodianRetired)
            {
                rejected.Add(named.Custodian, e.Message);
            }
        }

        lost = gone;
        waiting = Waiting(record, ledger.State);
        names = dealings.ToDictionary(d => d.Record.KeyId, d => KeyOwner.Of(d.Record, ledger.State).Name, StringComparer.Ordinal);
        return true;
    }

    // Who can still release to this session; it ends where too few are left, whatever time there would be.
    private string[] Waiting(CeremonyRecord record, IProjection state) =>
        Roster.Custodians
            .Where(c => dealings.Any(d => d.HolderNamed(c.Name) is not null)
                && !accepted.ContainsKey(c.Name) && !rejected.ContainsKey(c.Name) && !lost.Contains(c.Name, StringComparer.Ordinal)
                && PrincipalKeyRetirements.Since(c, state) is null && KeysToOpen.WordAgainst(record, c) is null)
            .Select(c => c.Name)
            .ToArray();

    // Whoever retires his key while others are waited for takes his share back.
    private void DropRetired(IProjection state)
    {
        foreach (var name in accepted.Keys.Where(name => PrincipalKeyRetirements.Since(Roster.Demand(name), state) is not null).ToArray())
        {
            accepted[name].ToList().ForEach(share => share.Dispose());
            accepted.Remove(name);
            rejected.Add(name, "the key was retired by its owner");
        }
    }

    private IReadOnlyList<KeyShare> Accept(string name, byte[] shares, IUnitOfWork work, IProjection state)
    {
        var custodian = Roster.Demand(name);
        var release = ShareRelease.FromBytes(shares);
        var context = new ReleaseContext(passed.Plan.Tenant, passed.Plan.Ceremony, passed.Plan.Digest, session.Digest, custodian.Name);
        var opened = new List<KeyShare>();
        try
        {
            foreach (var dealing in dealings.Where(d => d.HolderNamed(name) is not null))
            {
                var keyId = dealing.Record.KeyId;
                var item = release.Items.FirstOrDefault(i => string.Equals(i.KeyId, keyId, StringComparison.Ordinal))
                    ?? throw new TrstException(ErrorId.ShareInvalid, name, $"it leaves out the key {keyId}");
                var holder = QuorumKey.ReadQuorum(KeysToOpen.Shared(dealing, passed.Plan.Tenant, work, state)).Find(name)
                    ?? throw new TrstException(ErrorId.ShareInvalid, name, $"the key {keyId} was not shared with this custodian");
                opened.Add(session.Open(item, context, holder.Commitment));
            }

            return opened.Count > 0 ? opened
                : throw new TrstException(ErrorId.ShareInvalid, name, "no key that opens was shared with this custodian");
        }
        catch
        {
            opened.ForEach(share => share.Dispose());
            throw;
        }
    }

    private bool AreEnough(IEnumerable<string> custodians) => dealings.All(d => d.Count(custodians) >= d.Needed);

    // Of several keys the one that lacks most; as a rule all were dealt to the same custodians.
    private OpenedDealing Lacking => dealings.OrderByDescending(d => d.Needed - d.Count(accepted.Keys)).First();

    private OpeningProgress Progress() => new(
        session.Digest,
        Lacking.Needed,
        accepted.Keys.Where(name => Lacking.HolderNamed(name) is not null).ToArray(),
        [.. rejected.Select(r => $"{r.Key}: {r.Value}"), .. lost.Select(Gone)],
        waiting.Where(name => Lacking.HolderNamed(name) is not null).ToArray());

    // The plan may be about another CA: what opens is its issuer's key, and those who hold it are waited for.
    private string Named(string keyId) => $"\"{names[keyId]}\" ({keyId.Substring(0, 16)})";

    private static string Gone(string name) =>
        $"the share that {name} released is not the one that is stored; this says nothing about {name}";

    private TrstException Lost() => new(ErrorId.StoreDamaged, string.Join(", and ", lost.Select(Gone)));

    private TrstException Missing()
    {
        var progress = Progress();
        var bad = lost.Count > 0 ? Lost()
            : rejected.Count > 0 ? new TrstException(ErrorId.ShareInvalid, rejected.Keys.First(), rejected.Values.First())
            : null;
        return new TrstException(
            ErrorId.SharesMissing,
            bad,
            passed.Plan.Ceremony,
            string.Join(", ", dealings.Where(d => d.Count(accepted.Keys) < d.Needed).Select(d => Named(d.Record.KeyId)).Take(3)),
            progress.Released.Count,
            progress.Needed,
            progress.Missing.Count == 0 ? "nobody" : Words.Or(progress.Missing),
            Uuid.Short(passed.Plan.Ceremony));
    }
}
