namespace Trstctl.Ceremonies.Presence;

/// <summary>A record of a Quorum key that a plan opens, and whose shares open it.</summary>
/// <param name="Dealt">The roster that the record was dealt to.</param>
/// <param name="Holders">Its custodians who are custodians of the roster in force, too: nobody else's release counts. As they stand in
/// the roster of the dealing, whose sealing keys the envelopes are for.</param>
internal sealed record OpenedDealing(KeyRecord Record, Roster Dealt, IReadOnlyList<Principal> Holders)
{
    public RequestedKey Key => new(Record.KeyId, Record.Generation, Record.RecordDigest);

    public int Needed => Dealt.Threshold;

    public static OpenedDealing Of(KeyRecord record, Roster inForce, IProjection state)
    {
        var dealt = RosterRecord.Find(state, record.Epoch)?.Roster
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, record.KeyId, $"there is no roster of epoch {record.Epoch}");
        return new OpenedDealing(record, dealt, dealt.Custodians.Where(holder => IsStill(holder, inForce)).ToArray());
    }

    public Principal? HolderNamed(string name) => Holders.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.Ordinal));

    public int Count(IEnumerable<string> custodians) => custodians.Count(name => HolderNamed(name) is not null);

    // A name that somebody else got since is another custodian.
    private static bool IsStill(Principal holder, Roster inForce) => inForce.Custodians.Any(
        now => string.Equals(now.Name, holder.Name, StringComparison.Ordinal) && now.IsSamePersonAs(holder));
}
