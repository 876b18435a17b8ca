using Trstctl.Health;

namespace Trstctl.PowerShell;

/// <summary>One thing to know or to do, with a command; dates are local time.</summary>
public sealed class TrstHealthItem
{
    internal TrstHealthItem(HealthFinding finding, DateTime now)
    {
        Severity = finding.Severity.ToString();
        Rank = (int)finding.Severity;
        Kind = finding.Kind.ToString();
        Subject = CanonicalText.Escape(finding.Subject);
        Due = finding.Due?.ToLocalTime();
        Days = finding.Due is { } due ? (int)Math.Floor((due - now).TotalDays) : null;
        Detail = finding.Detail;
        WaitingFor = [.. finding.WaitsFor];
        CeremonyId = finding.CeremonyId;
        AuthorityId = finding.AuthorityId;
        Next = NextCommand.For(finding);
    }

    /// <summary>Notice, Warning or Critical.</summary>
    public string Severity { get; }

    /// <summary>The same as monitors count: 0, 1 or 2.</summary>
    public int Rank { get; }

    /// <summary>What it is about, as a word: <see cref="HealthKind"/>.</summary>
    public string Kind { get; }

    /// <summary>The ceremony, the CA or the person; "this tenant" where it is about the whole.</summary>
    public string Subject { get; }

    /// <summary>When it ends or is due; null where it is now.</summary>
    public DateTime? Due { get; }

    /// <summary>Whole days until then, below 0 where it is past; null where it is now.</summary>
    public int? Days { get; }

    /// <summary>In words.</summary>
    public string Detail { get; }

    /// <summary>The principals who can do it; none where it takes a quorum.</summary>
    public string[] WaitingFor { get; }

    public string? CeremonyId { get; }

    public string? AuthorityId { get; }

    /// <summary>A command that does it or begins with it, to be run by whom it waits for.</summary>
    public string Next { get; }

    public override string ToString() => $"{Severity}: {Detail}";
}
