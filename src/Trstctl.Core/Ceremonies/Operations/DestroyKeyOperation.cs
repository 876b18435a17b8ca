namespace Trstctl.Ceremonies.Operations;

/// <summary>Erases an authority's key: every sealed record and envelope of this store. The authority stays readable, retired.</summary>
internal sealed class DestroyKeyOperation : CeremonyOperation
{
    public override string Name => "DestroyKey";

    public override string Headline => "DESTROY A CA'S KEY FOR EVER";

    public override bool TakesWitnesses => true;

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var authority = AuthorityReference.ResolveAny(request.Authority, "the CA whose key is destroyed", Name, state);
        var key = Alive(authority, state);
        return new JsonObject
        {
            { "authority", AuthorityReference.To(authority) },
            { "key", key.KeyId },
            { "generation", key.Generation },
            { "copies", JsonArray.Of(Copies(key, state)) },
        };
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (authority, keyId, _, _) = Read(subject, state);
        return new Composition($"destroy-key:{authority.AuthorityId}:{keyId}", $"{authority.Name}, generation {authority.Generation}", []);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (authority, keyId, generation, copies) = Read(subject, state);
        var key = Alive(authority, state);
        if (!string.Equals(authority.KeyId, keyId, StringComparison.Ordinal) || key.Generation != generation
            || !copies.SequenceEqual(Copies(key, state), StringComparer.Ordinal))
        {
            throw new TrstException(ErrorId.SealedKeyStale, keyId);
        }
    }

    /// <summary>The quorum is present when its key goes: a key under shares is opened once more, to know that it is the one.</summary>
    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state) => [Read(subject, state).KeyId];

    public override void Make(OperationScope scope)
    {
        var (named, keyId, _, _) = Read(scope.Plan.Subject, scope.State.Verified);
        DemandWitnessed(scope);
        var key = scope.State.Key(keyId);
        if (key.IsQuorum)
        {
            scope.Open(scope.State.Authority(named.AuthorityId)).Dispose();
        }

        scope.EraseKey(key);
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (named, _, _, _) = Read(done.Plan.Subject, state);
        var authority = state.DemandAuthority(named.AuthorityId);
        state.Put(Alive(authority, state) with { DestroyedBy = done.Plan.Ceremony });
        var retired = authority with { Status = authority.Status == AuthorityStatus.Active ? AuthorityStatus.Retired : authority.Status };
        state.Put(retired);
        return [retired];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (authority, keyId, _, copies) = Read(subject, state);
        say("authority", $"{authority.Name}, generation {authority.Generation}, {authority.Status.ToString().ToLowerInvariant()}");
        say("key", keyId);
        foreach (var copy in copies)
        {
            say("copy", copy);
        }

        say("not reached", "copies of the store and backups made before, files of custodians, blocks that a drive has remapped");
    }

    // A roster with witnesses expects one of them to have looked.
    private static void DemandWitnessed(OperationScope scope)
    {
        var roster = scope.State.CurrentRoster()!.Roster;
        var expected = roster.Principals.FirstOrDefault(p => (p.Roles & PrincipalRoles.Witness) != 0);
        if (expected is not null && scope.Witnesses.Count == 0)
        {
            throw new TrstException(ErrorId.WitnessInvalid, expected.Name, "it is missing, and a roster with witnesses asks for one");
        }
    }

    private static KeyRecord Alive(AuthorityRecord authority, IProjection state)
    {
        var key = state.Find<KeyRecord>(KeyRecord.KindName, AuthorityReference.DemandKey(authority))
            ?? throw new TrstException(ErrorId.KeyUnavailable, $"key of {authority.Name}", "this store never held it");
        return key.DestroyedBy is null
            ? key
            : throw new TrstException(ErrorId.KeyDestroyed, key.KeyId, authority.Name, Uuid.Short(key.DestroyedBy));
    }

    private static IEnumerable<string> Copies(KeyRecord key, IProjection state)
    {
        yield return $"sealed record, generation {key.Generation}, in this store: erased";
        foreach (var custodian in key.Custody == CustodyKind.Quorum ? RosterRecord.Find(state, key.Epoch)?.Roster.Custodians ?? [] : [])
        {
            yield return custodian.SealingCertificate is null
                ? $"share of {custodian.Name}, in a file of his own: useless without the record"
                : $"share of {custodian.Name}, enveloped in the record: erased with it";
        }
    }

    private static (AuthorityRecord Authority, string KeyId, int Generation, IReadOnlyList<string> Copies) Read(
        JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a destruction");
        _ = reader.Object("authority");
        var keyId = reader.Text("key", 64);
        var generation = (int)reader.Integer("generation", 1, int.MaxValue);
        var copies = reader.Texts("copies", 1024, 256);
        reader.End();
        return (AuthorityReference.From(subject, "authority", state), keyId, generation, copies);
    }
}
