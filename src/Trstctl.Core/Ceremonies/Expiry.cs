namespace Trstctl.Ceremonies;

/// <summary>Who may sign that a ceremony expired: nobody gains a power by it, for he could end it anyway.</summary>
internal static class Expiry
{
    /// <summary>The opener, or a custodian whose denial would end the ceremony; null for everybody else. Of a ceremony with a clock of its
    /// own any custodian, whose word is dissent as his denial would be: its executor dates himself, and nothing else that is said passes
    /// its deadline.</summary>
    public static Principal? Observer(VerifiedCeremony ceremony, string name, int epoch) =>
        epoch == ceremony.Electorate.Epoch && string.Equals(name, ceremony.Plan.Opener, StringComparison.Ordinal)
            ? ceremony.Electorate.Roster.Find(name)
            : ceremony.Electorate.Find(name, epoch) is { Principal.IsCustodian: true } voter
                && ceremony.Record.WordOf(voter.Name, voter.Epoch) is not { Decision: not Decision.Approve }
                && (OwnClock.Governs(ceremony.Plan) || Ends(ceremony.Record, voter))
                ? voter.Principal
                : null;

    /// <summary>Signed by this key if it may, of a ceremony whose deadline has passed; else null.</summary>
    public static ExpiryStatement? Observed(VerifiedLedger ledger, string ceremonyId, byte[] key, DateTime now)
    {
        var record = ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId);
        if (record is not { Status: CeremonyStatus.Pending } || record.StatusAt(now) != CeremonyStatus.Expired)
        {
            return null;
        }

        var ceremony = record.Verified(ledger.State);
        var (electorate, plan) = (ceremony.Electorate, ceremony.Plan);
        var (name, epoch) = electorate.Roster.Find(plan.Opener) is { } opener && opener.Owns(key)
            ? (opener.Name, electorate.Epoch)
            : electorate.FindByKey(key, record) is { } voter ? (voter.Name, voter.Epoch) : (string.Empty, 0);
        return Observer(ceremony, name, epoch) is null
            ? null
            : new ExpiryStatement(plan.Tenant, plan.Ceremony, plan.Digest, name, epoch, ledger.Seen, now);
    }

    /// <summary>The ceremony after an observer's word: it has expired, unless he only dissents and the quorum is in reach without
    /// him.</summary>
    public static CeremonyRecord After(CeremonyRecord record, ExpiryStatement said, long sequence, DateTime time, Digest statement)
    {
        var why = record.HasQuorum ? "use-by" : "gather-by";
        var word = new StatementRecord(said.Signer, said.Epoch, Decision.Deny, sequence, time, $"it saw {why} pass", statement);
        var dissent = record with { Statements = [.. record.Statements, word] };
        return said.Epoch == record.Epoch && string.Equals(said.Signer, record.Opener, StringComparison.Ordinal)
            ? record with { Status = CeremonyStatus.Expired, EndReason = why }
            : dissent.EndsWith(said.Signer, said.Epoch) ? dissent with { Status = CeremonyStatus.Expired, EndReason = why }
            : dissent;
    }

    private static bool Ends(CeremonyRecord record, Voter voter) =>
        (record with
        {
            Statements = [.. record.Statements, new StatementRecord(voter.Name, voter.Epoch, Decision.Deny, 0, default, null, default)],
        }).EndsWith(voter.Name, voter.Epoch);
}
