namespace Trstctl.Ceremonies.Operations;

/// <summary>What a new custody sealer makes of a key in Operational custody.</summary>
internal enum SealFate
{
    /// <summary>Opened under the sealer before, and sealed under the new one.</summary>
    SealedAnew,

    /// <summary>Nobody opens the sealer before, or its record is damaged: nothing opens it again.</summary>
    LeftBehind,
}

/// <summary>A key in Operational custody as a plan with a new sealer names it, with the sealed record that it had then.</summary>
internal sealed record OperationalKey(string KeyId, int Generation, Digest Record, SealFate Fate)
{
    public static OperationalKey Declare(Fields f, OperationalKey? k) => new(
        f.Text("key", k?.KeyId, 64), f.Number("generation", k?.Generation, 1), f.Digest("record", k?.Record), f.Enum("fate", k?.Fate));
}

/// <summary>Every Operational key has a place in a plan that names another sealer, so that none is lost unseen.</summary>
internal static class OperationalKeys
{
    /// <summary>As many as a completion seals.</summary>
    public const int Most = 1024;

    /// <param name="opensBefore">The store holds the sealer before for whoever has the custody secret.</param>
    /// <param name="leftBehind">Names of authorities or requests, their ids, or ids of keys.</param>
    public static IReadOnlyList<OperationalKey> Plan(bool opensBefore, IReadOnlyList<string> leftBehind, IProjection state)
    {
        var lost = leftBehind.Select(name => Named(name, state)).ToArray();
        return Kept(state)
            .Select(key => Of(
                key, opensBefore && !lost.Contains(key.KeyId, StringComparer.Ordinal) ? SealFate.SealedAnew : SealFate.LeftBehind))
            .ToArray();
    }

    /// <summary>True where the plan names each key that is there, with its newest record, and no other.</summary>
    public static bool AreAll(IReadOnlyList<OperationalKey> keys, IProjection state) =>
        keys.Select(key => key with { Fate = default }).SequenceEqual(Kept(state).Select(key => Of(key, default)));

    public static IReadOnlyList<string> Anew(this IEnumerable<OperationalKey> keys) => Ids(keys, SealFate.SealedAnew);

    public static IReadOnlyList<string> Left(this IEnumerable<OperationalKey> keys) => Ids(keys, SealFate.LeftBehind);

    /// <summary>The old record goes: who knows the old secret opens nothing of this store any more.</summary>
    public static void Make(IReadOnlyList<OperationalKey> keys, Digest sealer, OperationScope scope)
    {
        foreach (var key in keys.Anew())
        {
            scope.SealAnew(key, sealer);
        }

        foreach (var key in keys.Left())
        {
            scope.EraseKey(scope.State.Key(key));
        }
    }

    public static void Apply(IReadOnlyList<OperationalKey> keys, CompletedPlan done, IProjection state)
    {
        foreach (var sealing in done.Made.Keys)
        {
            state.Put(done.RecordOf(sealing));
        }

        foreach (var key in keys.Left())
        {
            RosterKeys.Lose(key, done.Plan.Ceremony, state);
        }
    }

    public static void Describe(IReadOnlyList<OperationalKey> keys, IProjection state, Action<string, string> say)
    {
        string Name(string id) =>
            state.Find<KeyRecord>(KeyRecord.KindName, id) is { } record ? RosterKeys.NameOf(record, state) : id;
        say("sealed anew", keys.Anew().Count == 0 ? "no key" : string.Join(", ", keys.Anew().Select(Name)));
        foreach (var key in keys.Left())
        {
            say("LEFT BEHIND", $"nothing can open the key of {Name(key)} again; its record under the old sealer is erased here");
        }
    }

    private static string[] Ids(IEnumerable<OperationalKey> keys, SealFate fate) =>
        keys.Where(key => key.Fate == fate).Select(key => key.KeyId).ToArray();

    private static OperationalKey Of(KeyRecord key, SealFate fate) => new(key.KeyId, key.Generation, key.RecordDigest, fate);

    private static IEnumerable<KeyRecord> Kept(IProjection state) => 
        state.By<KeyRecord>(KeyRecord.KindName, KeyRecord.Kept, nameof(CustodyKind.Operational));

    private static string Named(string name, IProjection state)
    {
        bool Is(string other) => AsciiFold.Same(other, name);
        var named = Kept(state).Where(k => Is(k.KeyId) || Is(k.AuthorityId) || Is(KeyOwner.Of(k, state).Name)).ToArray();
        return named.Length == 1 ? named[0].KeyId
            : throw new TrstException(
                ErrorId.InvalidArgument, "LeaveBehind", "names or ids that are each of one key in Operational custody",
                CanonicalText.Escape(name));
    }
}
