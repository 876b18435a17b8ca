using System.Data.Common;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>A ceremony as it stood when it was asked for; dates are local time.</summary>
public sealed class TrstCeremony
{
    private readonly CeremonyRecord record;
    private readonly Func<string>? render;
    private string? plan;

    /// <param name="view">How it stands.</param>
    /// <param name="result">What it made, as scripts get it.</param>
    /// <param name="plan">Renders the plan when somebody reads it.</param>
    internal TrstCeremony(CeremonyView view, IEnumerable<object> result, Func<string>? plan = null)
    {
        render = plan;
        record = view.Record;
        Status = view.Status.ToString();
        (Due, Next, Result) = (view.Due?.ToLocalTime(), view.Next, result.ToArray());
        WaitingFor = view.WaitingFor.ToArray();
        Statement = record.Statements.Select(s => new TrstStatement(s)).ToArray();
        ApprovedBy = record.Approvals.Select(a => a.Custodian).ToArray();
    }

    /// <summary>The last eight digits of the id; accepted wherever an id is.</summary>
    public string Id => Uuid.Short(record.CeremonyId);

    public string CeremonyId => record.CeremonyId;

    public string Operation => record.Operation;

    public string Subject => record.Title;

    /// <summary>The subject, for a CA its common name.</summary>
    public string Title => record.ShortTitle;

    /// <summary>Pending, Ready, Completed, Denied, Stopped, Expired or Voided.</summary>
    public string Status { get; }

    /// <summary>For example "2 of 3": of the count that lacks most.</summary>
    public string Approved => record.Groups.Count == 0 ? "0 of 0" : $"{record.CountIn(record.Lacking)} of {record.Lacking.Needed}";

    /// <summary>Every count that must be reached; a roster change has several.</summary>
    public string[] Quorum => record.Groups.Select(g => $"{g.Name}: {record.CountIn(g)} of {g.Needed}").ToArray();

    /// <summary>Who released a share to the newest session.</summary>
    public string[] ReleasedBy => record.Releases.Select(r => r.Custodian).ToArray();

    /// <summary>SHA-256 of the newest session's key in PGP words, which a releasing custodian compares; null where none asked.</summary>
    public string? SessionWords => record.Session is null ? null : PgpWords.Anchor(record.Session.Value);

    public string[] ApprovedBy { get; }

    /// <summary>Who can still approve.</summary>
    public string[] WaitingFor { get; }

    public TrstStatement[] Statement { get; }

    public string Purpose => record.Purpose;

    public string PlanDigest => record.PlanDigest.Hex;

    public string PlanWords => PgpWords.Recognise(record.PlanDigest);

    /// <summary>The plan in plain words, rendered from the bytes that will be signed: in lists when it is read, and only as long as the
    /// store is connected.</summary>
    public string? Plan => plan ?? Rendered();

    public string OpenedBy => record.Opener;

    /// <summary>Who may run the plan; nobody else's key does.</summary>
    public string[] Executor => record.Executors.ToArray();

    public DateTime Opened => record.OpenedAt.ToLocalTime();

    public DateTime GatherBy => record.GatherBy.ToLocalTime();

    public DateTime UseBy => record.UseBy.ToLocalTime();

    /// <summary>By when somebody has to act: <see cref="GatherBy"/> while approvals are gathered, then <see cref="UseBy"/>; null after
    /// its end.</summary>
    public DateTime? Due { get; }

    /// <summary>Who can act: who can still approve, then who may execute, and while a session waits who can still release a share, and how
    /// many are in; empty after its end.</summary>
    public string Next { get; }

    /// <summary>Who executed it, as the signed statement of its execution says; null where nobody did.</summary>
    public string? ExecutedBy => record.ExecutedBy;

    public DateTime? Completed => record.Completed?.ToLocalTime();

    public int Epoch => record.Epoch;

    public string? EndReason => record.EndReason;

    /// <summary>What it made or changed, as that stands now: CAs, certificates, requests, the roster, the tenant.</summary>
    public object[] Result { get; }

    public override string ToString() => Id;

    // Long after its command ended. Of what cannot be shown nothing is kept, and nothing that somebody could have written is said.
    private string? Rendered()
    {
        try
        {
            return plan = render?.Invoke();
        }
        catch (Exception e) when (e is TrstException or IOException or UnauthorizedAccessException or DbException)
        {
            var reason = e is TrstException { Id: var id } ? id.ToString() : e.GetType().Name;
            return $"It cannot be shown now ({reason}). Connect again where the store is closed, and read it there: "
                + $"(Get-TrstCeremony '{Id}').Plan";
        }
    }
}

/// <summary>A custodian's word in a ceremony.</summary>
public sealed class TrstStatement
{
    internal TrstStatement(StatementRecord statement)
    {
        Custodian = statement.Custodian;
        Decision = statement.Decision.ToString();
        Time = statement.Time.ToLocalTime();
        Reason = statement.Reason;
        Seq = statement.Sequence;
    }

    public string Custodian { get; }

    /// <summary>Approve, Deny or Withdraw.</summary>
    public string Decision { get; }

    public DateTime Time { get; }

    public string? Reason { get; }

    /// <summary>Where the signed statement stands in the ledger.</summary>
    public long Seq { get; }

    public override string ToString() => $"{Custodian}: {Decision}";
}
