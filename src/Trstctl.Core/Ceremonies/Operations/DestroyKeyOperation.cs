namespace Trstctl.Ceremonies.Operations;

/// <param name="Copies">In words, where the key is.</param>
internal sealed record DestroyKeySubject(NamedAuthority Authority, string KeyId, int Generation, IReadOnlyList<string> Copies) : PlanSubject
{
    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static DestroyKeySubject Declare(Fields f, DestroyKeySubject? s) => new(
        f.Object("authority", s?.Authority, NamedAuthority.Declare), f.Text("key", s?.KeyId, 64), f.Number("generation", s?.Generation, 1),
        f.Texts("copies", s?.Copies, 1024, 256));
}

/// <summary>Erases an authority's key: every sealed record and envelope of this store. The authority stays readable, retired.</summary>
internal sealed class DestroyKeyOperation() : TypedOperation<DestroyKeySubject>(DestroyKeySubject.Declare)
{
    public override string Name => "DestroyKey";

    public override string Headline => "DESTROY A CA'S KEY FOR EVER";

    public override string Thing => "the destruction of the key of";

    public override string Deed => "destroyed the key of";

    public override bool TakesWitnesses => true;

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var authority = AuthorityReference.ResolveAny(request.Authority, "the CA whose key is destroyed", Name, state);
        var key = Alive(authority, state);
        return new DestroyKeySubject(NamedAuthority.Of(authority), key.KeyId, key.Generation, [.. Copies(key, state)]);
    }

    protected override Composition Compose(DestroyKeySubject subject, IProjection state)
    {
        var authority = subject.Authority.In(state);
        return new Composition(
            $"destroy-key:{authority.AuthorityId}:{subject.KeyId}", $"{authority.Name}, generation {authority.Generation}", []);
    }

    protected override void DemandPossible(DestroyKeySubject subject, IProjection state)
    {
        var authority = subject.Authority.In(state);
        var key = Alive(authority, state);
        if (!string.Equals(authority.KeyId, subject.KeyId, StringComparison.Ordinal) || key.Generation != subject.Generation
            || !subject.Copies.SequenceEqual(Copies(key, state), StringComparer.Ordinal))
        {
            throw new TrstException(ErrorId.SealedKeyStale, subject.KeyId);
        }
    }

    /// <summary>The quorum is present when its key goes: a key under shares is opened once more, to know that it is the one.</summary>
    protected override IReadOnlyList<string> Opens(DestroyKeySubject subject, IProjection state) => [subject.KeyId];

    protected override void Make(DestroyKeySubject subject, OperationScope scope)
    {
        DemandWitnessed(scope);
        var key = scope.State.Key(subject.KeyId);
        if (key.IsQuorum)
        {
            scope.Open(scope.State.Authority(subject.Authority.Id)).Dispose();
        }

        scope.EraseKey(key);
    }

    protected override IReadOnlyList<Document> Apply(DestroyKeySubject subject, CompletedPlan done, IProjection state)
    {
        var authority = subject.Authority.Now(state);
        state.Put(Alive(authority, state) with { DestroyedBy = done.Plan.Ceremony });
        var retired = authority with { Status = authority.Status == AuthorityStatus.Active ? AuthorityStatus.Retired : authority.Status };
        state.Put(retired);
        return [retired];
    }

    protected override void Describe(DestroyKeySubject subject, IProjection state, Action<string, string> say)
    {
        var authority = subject.Authority.In(state);
        say("authority", $"{authority.Name}, generation {authority.Generation}, {AsciiFold.Word(authority.Status)}");
        say("key", subject.KeyId);
        foreach (var copy in subject.Copies)
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
}
