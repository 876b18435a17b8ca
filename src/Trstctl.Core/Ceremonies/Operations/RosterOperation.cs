namespace Trstctl.Ceremonies.Operations;

/// <summary>A roster. The founding one is signed by every founder. Every later one needs the old quorum, the new quorum and a
/// proof of every new key; it shares every Quorum key anew or leaves it behind, and voids what was pending, in one
/// transaction (PROTOCOL section 2).</summary>
internal sealed class RosterOperation() : TypedOperation<RosterSubject>(RosterSubject.Declare)
{
    private const int LongestName = 64; // ub-common-name of RFC 5280

    public override string Name => "Roster";

    public override string Headline => "CHANGE WHO MAY AGREE";

    public override string HeadlineOf(PlanSubject subject) => IsFounding(subject) ? "FOUND THIS TENANT" : Headline;

    public override string Thing => "the roster of";

    public override string Deed => "put in force the roster of";

    public override bool RunsSuspended => true;

    public override bool BarsExpiredKeys => false;

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var draft = request.Roster ?? throw new TrstException(ErrorId.ParameterMissing, Name, "a changed roster");
        var old = RosterRecord.Current(state)!.Roster;
        if (draft.Base is null)
        {
            throw new TrstException(ErrorId.RosterInvalid, "the tenant has a roster; a change starts from it");
        }

        if (draft.Base != old.Digest)
        {
            throw new TrstException(ErrorId.EpochSuperseded, "the draft", "of another roster", old.Epoch);
        }

        var next = old.Follow(draft.Threshold, draft.Policy, draft.Principals, InForce.LedgerKey(state), InForce.Sealer(state));
        return new RosterSubject(
            next, FoundingChallenge.Create(RosterRecord.Find(state, 1)!.Roster.Digest.Hex, Electorates.Joining(old, next)),
            RosterKeys.Plan(request.LeaveBehind, request.FromDealingBefore, state));
    }

    /// <summary>The founding subject is made before there is a tenant, so it does not come from <see cref="Resolve"/>.</summary>
    public static RosterSubject Found(Roster roster) =>
        new(roster, FoundingChallenge.Create(roster.Digest.Hex, roster.Principals), []);

    protected override Composition Compose(RosterSubject subject, IProjection state)
    {
        var roster = subject.Roster;
        if (roster.Epoch > 1 && RosterRecord.Find(state, roster.Epoch - 1)?.Roster.Digest != roster.Previous)
        {
            throw new TrstException(ErrorId.RosterInvalid, "it does not follow the roster before it");
        }

        return new Composition($"roster:{roster.Epoch}:{roster.Digest}", $"{roster.Threshold} of {roster.Custodians.Count} custodians", [])
        {
            Rules = roster.Rules,
        };
    }

    protected override void DemandPossible(RosterSubject subject, IProjection state)
    {
        var (next, _, keys) = subject;
        var current = RosterRecord.Current(state)?.Roster;
        if (next.Epoch == 1)
        {
            if (current is not null)
            {
                throw new TrstException(ErrorId.GenesisAlreadyStarted, "1");
            }

            return;
        }

        if (current is null || next.Previous != current.Digest || next.Epoch != current.Epoch + 1)
        {
            throw new TrstException(ErrorId.RosterInvalid, "another roster came into force since");
        }

        if (!next.LedgerKey.AsSpan().SequenceEqual(InForce.LedgerKey(state)))
        {
            throw new TrstException(ErrorId.RosterInvalid, "it names another ledger key");
        }

        if (next.Sealer != InForce.Sealer(state))
        {
            throw new TrstException(ErrorId.RosterInvalid, "it names another custody sealer");
        }

        if (next.Rules < current.Rules)
        {
            throw new TrstException(ErrorId.RosterInvalid, $"it goes back from the rules of number {current.Rules} to {next.Rules}");
        }

        PrincipalKeyRetirements.DemandNoneOf(next.Principals, state);

        RosterKeys.Demand(keys, state);
    }

    protected override Electorate Electorate(RosterSubject subject, Roster roster) =>
        Trstctl.Ceremonies.Electorate.OfChange(roster, subject.Roster);

    protected override IReadOnlyList<string> Opens(RosterSubject subject, IProjection state) =>
        subject.Keys.Dealt().Select(k => k.KeyId).ToArray();

    protected override Roster? DealsTo(RosterSubject subject, Plan plan, Roster current) =>
        subject.Keys.Dealt().Count > 0 ? subject.Roster : null;

    protected override void Make(RosterSubject subject, OperationScope scope)
    {
        var (roster, _, keys) = subject;
        foreach (var key in keys.Dealt())
        {
            scope.Reshare(key.KeyId, roster);
        }

        foreach (var key in keys.Left())
        {
            scope.EraseKey(scope.State.Key(key.KeyId));
        }
    }

    protected override IReadOnlyList<Document> Apply(RosterSubject subject, CompletedPlan done, IProjection state)
    {
        var (roster, _, keys) = subject;
        foreach (var sealing in done.Made.Keys)
        {
            var before = state.Find<KeyRecord>(KeyRecord.KindName, sealing.Header.KeyId)!;
            state.Put(done.RecordOf(sealing) with { Before = RosterKeys.Opened(before, subject) with { Before = null } });
        }

        foreach (var key in keys.Left())
        {
            RosterKeys.Lose(key.KeyId, done.Plan.Ceremony, state);
        }

        if (roster.Epoch > 1)
        {
            state.EndOthers(done.Plan, $"the roster changed to epoch {roster.Epoch}");
        }

        return [state.PutNew(new RosterRecord(roster, done.Plan.Ceremony))];
    }

    protected override void Describe(RosterSubject subject, IProjection state, Action<string, string> say)
    {
        var (roster, _, keys) = subject;
        var before = roster.Epoch == 1 ? null : RosterRecord.Find(state, roster.Epoch - 1)?.Roster;
        foreach (var principal in roster.Principals)
        {
            say("entry", $"{principal.Name}: {Describe(principal)}{Change(principal, before)}");
        }

        foreach (var gone in before?.Principals.Where(p => roster.Find(p.Name) is null) ?? [])
        {
            say("LEAVES", $"{gone.Name}: {Describe(gone)}");
        }

        say(
            "threshold",
            $"{roster.Threshold} of {roster.Custodians.Count} "
                + $"custodians{(before is null ? string.Empty : $" (was {before.Threshold} of {before.Custodians.Count})")}");
        say("policy", Describe(roster.Policy) + (before is null || before.Policy == roster.Policy ? string.Empty
            : $"; CHANGES, was: {Describe(before.Policy)}"));

        if (IsFounding(subject))
        {
            say("founding", "the first roster, signed by all of its custodians; each compares the words of his own key");
            say("tenant id", roster.Digest.Hex);
            say("write down", PgpWords.Anchor(roster.Digest));
        }
        else
        {
            RosterKeys.Describe(keys, state, say);
        }
    }

    /// <summary>The tenant's first roster where the plan proposes it; null of every other plan.</summary>
    public static Roster? Founding(Plan plan, string tenantId) => plan.Quorum.Epoch == 0
        && plan.Subject is RosterSubject { Roster: { Epoch: 1 } roster }
        && string.Equals(roster.Digest.Hex, tenantId, StringComparison.Ordinal) ? roster : null;

    private static bool IsFounding(PlanSubject subject) => subject is RosterSubject { Roster.Epoch: 1 };

    private static string Describe(RosterPolicy policy) =>
        (policy.AllowsOperationalRoots ? "roots may be held in Operational custody" : "roots are held in Quorum custody")
        + (policy.IsLab ? ", LAB: a threshold below the floor is allowed" : string.Empty);

    private static string Describe(Principal principal) =>
        $"{AsciiFold.Word(principal.Roles)}, person {principal.Person}, {NameInCertificate(principal)}key {principal.KeyWords}"
        + (principal.IsCustodian && principal.SealingCertificate is null ? ", share in a file"
            : principal.SealingKey is { } sealing && !principal.Owns(sealing)
                ? $", sealing key {PgpWords.Recognise(Digest.Of(sealing))}"
            : string.Empty);

    // A key given to the wrong entry would be the other person's word.
    private static string NameInCertificate(Principal principal) =>
        new CertificateView(principal.SigningCertificate).CommonName is { Length: > 0 } name
        && !string.Equals(AsciiFold.Lower(name), AsciiFold.Lower(principal.Name), StringComparison.Ordinal)
            ? $"certificate of \"{name.Substring(0, Math.Min(name.Length, LongestName)).Replace('"', '\'')}\", " : string.Empty;

    // All that differs: one change does not hide another.
    private static string Change(Principal principal, Roster? before) => before?.Find(principal.Name) is not { } known
        ? before is null ? string.Empty : "; JOINS"
        : string.Concat(Changes(known, principal).Select(change => "; " + change));

    private static IEnumerable<string> Changes(Principal known, Principal principal)
    {
        var (isSameKey, isSameSealing) = (known.Owns(principal.SigningKey), Same(known.SealingKey, principal.SealingKey));
        if (!known.NamesPersonOf(principal))
        {
            yield return $"NEW PERSON, was {known.Person}";
        }

        if (!isSameKey)
        {
            yield return "NEW KEY";
        }

        if (!isSameSealing && principal.IsCustodian)
        {
            yield return principal.SealingKey is null ? "NO SEALING KEY" : "NEW SEALING KEY";
        }

        if (known.Roles != principal.Roles)
        {
            yield return "NEW ROLE";
        }

        if ((isSameKey && !Same(known.SigningCertificate, principal.SigningCertificate))
            || (isSameSealing && !Same(known.SealingCertificate, principal.SealingCertificate)))
        {
            yield return "NEW CERTIFICATE";
        }
    }

    private static bool Same(byte[]? one, byte[]? other) => (one ?? []).AsSpan().SequenceEqual(other ?? []);
}
