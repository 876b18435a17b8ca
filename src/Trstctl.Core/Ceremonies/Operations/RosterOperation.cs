namespace Trstctl.Ceremonies.Operations;

/// <summary>A roster. The founding one is signed by every founder. Every later one needs the old quorum, the new quorum and a
/// proof of every new key; it shares every Quorum key anew or leaves it behind, and voids what was pending, in one
/// transaction (PROTOCOL section 2).</summary>
internal sealed class RosterOperation : CeremonyOperation
{
    public override string Name => "Roster";

    public override string Headline => "CHANGE WHO MAY AGREE";

    public override bool RunsSuspended => true;

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
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
        var subject = Propose(next, RosterRecord.Find(state, 1)!.Roster.Digest.Hex, Electorates.Joining(old, next));
        subject.Add("keys", new JsonArray(RosterKeys.Plan(request.LeaveBehind, state).Select(key => key.ToJson())));
        return subject;
    }

    /// <summary>The founding subject is made before there is a tenant, so it does not come from <see cref="Resolve"/>.</summary>
    public static JsonObject Found(Roster roster)
    {
        var subject = Propose(roster, roster.Digest.Hex, roster.Principals);
        subject.Add("keys", new JsonArray([]));
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var roster = Read(subject).Roster;
        if (roster.Epoch > 1 && RosterRecord.Find(state, roster.Epoch - 1)?.Roster.Digest != roster.Previous)
        {
            throw new TrstException(ErrorId.RosterInvalid, "it does not follow the roster before it");
        }

        return new Composition($"roster:{roster.Epoch}:{roster.Digest}", $"{roster.Threshold} of {roster.Custodians.Count} custodians", [])
        {
            Rules = roster.Rules,
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (next, _, keys) = Read(subject);
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

    public override Electorate Electorate(JsonObject subject, Roster roster) =>
        Trstctl.Ceremonies.Electorate.OfChange(roster, Read(subject).Roster);

    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state) => 
        Read(subject).Keys.Dealt().Select(k => k.KeyId).ToArray();

    public override Roster? DealsTo(Plan plan, Roster current)
    {
        var (next, _, keys) = Read(plan.Subject);
        return keys.Dealt().Count > 0 ? next : null;
    }

    public override void Make(OperationScope scope)
    {
        var (roster, _, keys) = Read(scope.Plan.Subject);
        foreach (var key in keys.Dealt())
        {
            scope.Reshare(key.KeyId, roster);
        }

        foreach (var key in keys.Left())
        {
            scope.EraseKey(scope.State.Key(key.KeyId));
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (roster, _, keys) = Read(done.Plan.Subject);
        foreach (var sealing in done.Made.Keys)
        {
            var before = state.Find<KeyRecord>(KeyRecord.KindName, sealing.Header.KeyId)!;
            state.Put(done.RecordOf(sealing) with { Before = new RecordBefore(before.Generation, before.RecordDigest) });
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

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (roster, _, keys) = Read(subject);
        var before = roster.Epoch == 1 ? null : RosterRecord.Find(state, roster.Epoch - 1)?.Roster;
        foreach (var principal in roster.Principals)
        {
            say(principal.Name, Describe(principal) + Change(principal, before));
        }

        foreach (var gone in before?.Principals.Where(p => roster.Find(p.Name) is null) ?? [])
        {
            say(gone.Name, "LEAVES; " + Describe(gone));
        }

        say(
            "threshold",
            $"{roster.Threshold} of {roster.Custodians.Count} "
                + $"custodians{(before is null ? string.Empty : $" (was {before.Threshold} of {before.Custodians.Count})")}");
        if (roster.Policy.AllowsOperationalRoots)
        {
            say("policy", "roots may be held in Operational custody");
        }

        if (roster.Epoch > 1)
        {
            RosterKeys.Describe(keys, state, say);
        }
    }

    public static (Roster Roster, IReadOnlyList<FoundingChallenge> Challenges, IReadOnlyList<RosterKey> Keys) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a roster");
        var roster = Roster.FromJson(reader.Object("roster"));
        var challenges = Challenges(reader);
        var keys = reader.Objects("keys", 1024).Select(RosterKey.FromJson).ToArray();
        reader.End();
        return (roster, challenges, keys);
    }

    /// <summary>True of the one plan whose roster is the tenant's first.</summary>
    public static bool Founds(Plan plan, string tenantId) => plan.Quorum.Epoch == 0
        && OperationCatalogue.Demand(plan.Operation) is RosterOperation
        && Read(plan.Subject).Roster is { Epoch: 1 } roster
        && string.Equals(roster.Digest.Hex, tenantId, StringComparison.Ordinal);

    /// <summary>The challenges alone, for who has read the roster already.</summary>
    public static IReadOnlyList<FoundingChallenge> Challenges(JsonObject subject) => Challenges(new ObjectReader(subject, "subject"));

    public static byte[] Context(string tenantId, Principal principal) => CanonicalJson.Write(
        new JsonObject("trstctl-possession/1") { { "tenant", tenantId }, { "principal", principal.Name } });

    private static IReadOnlyList<FoundingChallenge> Challenges(ObjectReader reader) =>
        reader.Objects("challenges", 512).Select(FoundingChallenge.FromJson).ToArray();

    private static JsonObject Propose(Roster roster, string tenantId, IEnumerable<Principal> joining) => new()
    {
        { "roster", roster.ToJson() },
        {
            "challenges", new JsonArray(joining.Where(p => p.SealingCertificate is not null).Select(p =>
            {
                var (envelope, answer) = PossessionChallenge.Create(p.SealingCertificate!, Context(tenantId, p));
                return new JsonObject { { "principal", p.Name }, { "envelope", envelope }, { "answer", answer } };
            }))
        },
    };

    private static string Describe(Principal principal) =>
        $"{principal.Roles.ToString().ToLowerInvariant()}, person {principal.Person}, "
            + $"key {Digest.Of(principal.SigningKey).Hex.Substring(0, 16)}"
        + (principal.IsCustodian && principal.SealingCertificate is null ? ", share in a file" : string.Empty);

    private static string Change(Principal principal, Roster? before) => before?.Find(principal.Name) switch
    {
        null => before is null ? string.Empty : "; JOINS",
        var known when !known.Owns(principal.SigningKey) => "; NEW KEY",
        var known when known.Roles != principal.Roles => "; NEW ROLE",
        _ => string.Empty,
    };
}

/// <summary>What a founder's or joiner's sealing key must decrypt; the plan shows the digest of the answer.</summary>
internal sealed record FoundingChallenge(string Principal, byte[] Envelope, Digest Answer)
{
    public static FoundingChallenge FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "challenge");
        var challenge = new FoundingChallenge(
            reader.Text("principal", 64), reader.Bytes("envelope", 8192), Digest.FromJson(reader, "answer"));
        reader.End();
        return challenge;
    }
}
