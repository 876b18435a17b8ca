namespace Trstctl.Ceremonies.Operations;

/// <summary>What a roster change makes of a Quorum key.</summary>
internal enum KeyFate
{
    /// <summary>Opened by its custodians, and shared among those of the next roster.</summary>
    DealtAnew,

    /// <summary>Its record is damaged, or too many shares are gone: nothing opens it again.</summary>
    LeftBehind,

    /// <summary>Dealt anew, and opened by custodians of the dealing before its newest one, which never opened.</summary>
    DealtFromBefore,
}

/// <summary>A Quorum key as a roster change names it, with the sealed record that it had when the plan was made.</summary>
internal sealed record RosterKey(string KeyId, int Generation, Digest Record, KeyFate Fate)
{
    public static RosterKey Declare(Fields f, RosterKey? k) => new(
        f.Text("key", k?.KeyId, 64), f.Number("generation", k?.Generation, 1), f.Digest("record", k?.Record), f.Enum("fate", k?.Fate));
}

/// <summary>Every Quorum key has a place in a roster change, so that none stays with the old custodians unseen.</summary>
internal static class RosterKeys
{
    /// <param name="leftBehind">Names of authorities or requests, their ids, or ids of keys.</param>
    /// <param name="fromBefore">Likewise.</param>
    /// <param name="state">Where they are looked up.</param>
    public static IReadOnlyList<RosterKey> Plan(
        IReadOnlyList<string> leftBehind, IReadOnlyList<string> fromBefore, IProjection state)
    {
        var lost = leftBehind.Select(name => Named(name, state)).ToArray();
        var before = fromBefore.Select(name => Named(name, state)).ToArray();
        if (lost.Intersect(before).FirstOrDefault() is { } both)
        {
            throw new TrstException(
                ErrorId.RosterInvalid, $"the key of {NameOf(both, state)} is either left behind or dealt from the dealing before");
        }

        return Quorum(state)
            .Select(key => Of(
                key, lost.Contains(key) ? KeyFate.LeftBehind : before.Contains(key) ? KeyFate.DealtFromBefore : KeyFate.DealtAnew))
            .ToArray();
    }

    /// <summary>Refuses other keys, or other records of them, than there are now, and a dealing before that cannot be opened.</summary>
    public static void Demand(IReadOnlyList<RosterKey> keys, IProjection state)
    {
        if (!keys.Select(key => key with { Fate = default }).SequenceEqual(Quorum(state).Select(key => Of(key, default))))
        {
            throw new TrstException(ErrorId.RosterInvalid, "the Quorum keys are not those that the plan lists");
        }

        DealingBefore.Demand(keys.FromBefore(), state);
    }

    /// <summary>In the order in which the plan lists them.</summary>
    public static IReadOnlyList<RosterKey> Dealt(this IEnumerable<RosterKey> keys) =>
        keys.Where(key => key.Fate != KeyFate.LeftBehind).ToArray();

    public static IReadOnlyList<RosterKey> FromBefore(this IEnumerable<RosterKey> keys) => Of(keys, KeyFate.DealtFromBefore);

    public static IReadOnlyList<RosterKey> Left(this IEnumerable<RosterKey> keys) => Of(keys, KeyFate.LeftBehind);

    /// <summary>The record of the key that the plan opens: the newest, unless the plan names the one before.</summary>
    public static KeyRecord Opened(KeyRecord key, PlanSubject subject) =>
        subject.OpensBefore.Contains(key.KeyId, StringComparer.Ordinal)
            ? key.Before ?? throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, "no record before its newest one is kept")
        : key;

    /// <summary>Says so of the key and of its authority; a request's authority hears it when it comes into being.</summary>
    public static void Lose(string keyId, string ceremony, IProjection state)
    {
        var record = state.Find<KeyRecord>(KeyRecord.KindName, keyId)!;
        state.Put(record with { LostBy = ceremony, Before = null });
        if (state.Find<AuthorityRecord>(AuthorityRecord.KindName, record.AuthorityId) is { } authority)
        {
            state.Put(authority with { KeyLostBy = ceremony });
        }
    }

    public static void Describe(IReadOnlyList<RosterKey> keys, IProjection state, Action<string, string> say)
    {
        say("shared anew", keys.Dealt().Count == 0 ? "no key" : string.Join(", ", keys.Dealt().Select(key => NameOf(key, state))));
        DealingBefore.Describe(keys.FromBefore(), state, say);
        foreach (var key in keys.Left())
        {
            say("LEFT BEHIND", $"nothing can open the key of {NameOf(key, state)} again; its sealed record is erased here");
        }
    }

    private static IReadOnlyList<RosterKey> Of(IEnumerable<RosterKey> keys, KeyFate fate) => keys.Where(k => k.Fate == fate).ToArray();

    private static RosterKey Of(KeyRecord key, KeyFate fate) => new(key.KeyId, key.Generation, key.RecordDigest, fate);

    private static IEnumerable<KeyRecord> Quorum(IProjection state) => 
        state.By<KeyRecord>(KeyRecord.KindName, KeyRecord.Kept, nameof(CustodyKind.Quorum));

    private static KeyRecord Named(string name, IProjection state)
    {
        bool Is(string other) => AsciiFold.Same(other, name);
        var named = Quorum(state).Where(k => Is(k.KeyId) || Is(k.AuthorityId) || Is(KeyOwner.Of(k, state).Name)).ToArray();
        return named.Length switch
        {
            1 => named[0],
            0 => throw new TrstException(ErrorId.RosterInvalid, $"no key in Quorum custody is of \"{CanonicalText.Escape(name)}\""),
            _ => throw new TrstException(
                ErrorId.RosterInvalid,
                $"several keys in Quorum custody are of \"{CanonicalText.Escape(name)}\": {string.Join(", ", named.Select(k => k.KeyId))}"),
        };
    }

    public static string NameOf(RosterKey key, IProjection state) =>
        state.Find<KeyRecord>(KeyRecord.KindName, key.KeyId) is { } record ? NameOf(record, state) : key.KeyId;

    public static string NameOf(KeyRecord record, IProjection state) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, record.AuthorityId) is { } authority
            ? $"{authority.Name} (generation {authority.Generation})"
        : $"{KeyOwner.Of(record, state).Name} (requested)";
}
