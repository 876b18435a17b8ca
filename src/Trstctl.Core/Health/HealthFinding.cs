namespace Trstctl.Health;

/// <summary>How bad it is. The numbers are those of monitors: 0 is no alarm, 1 a warning, 2 critical.</summary>
public enum HealthSeverity
{
    /// <summary>To be done some day.</summary>
    Notice = 0,

    /// <summary>It ends within 30 days, is due, or nothing may go wrong any more.</summary>
    Warning = 1,

    /// <summary>It has ended, nothing goes on, or somebody does what he may not.</summary>
    Critical = 2,
}

/// <summary>What a finding is about.</summary>
public enum HealthKind
{
    /// <summary>A ceremony waits for approvals.</summary>
    Approval,

    /// <summary>A session waits for shares.</summary>
    Release,

    /// <summary>A ceremony has its quorum and waits for its execution.</summary>
    Execution,

    /// <summary>A ceremony that is open and can no longer run: its CA was replaced, its name is taken.</summary>
    Blocked,

    /// <summary>A ceremony whose deadline passed and that nobody ended.</summary>
    Lapsed,

    /// <summary>The certificate of somebody on the roster ends.</summary>
    Custodian,

    /// <summary>A CA's certificate ends.</summary>
    Authority,

    /// <summary>A certificate ends that a CA here made over a CA elsewhere.</summary>
    Cross,

    /// <summary>A custodian has to show that he can open his shares.</summary>
    Drill,

    /// <summary>The quorum can lose nobody, or is out of reach.</summary>
    Quorum,

    /// <summary>Somebody on the roster whose key is retired.</summary>
    Retired,

    /// <summary>The key of a CA that was revoked for a compromise, which something still opens.</summary>
    Compromise,

    /// <summary>Events without an effect that nothing answered yet.</summary>
    Void,

    /// <summary>The tenant is suspended.</summary>
    Suspended,

    /// <summary>The store was restored and nobody resumed it.</summary>
    Restored,

    /// <summary>The store holds another custody sealer than the one in force.</summary>
    Sealer,
}

/// <summary>What can be done about it.</summary>
public enum HealthAct
{
    Approve,
    Release,
    Execute,
    ReadCeremony,
    Stop,
    MakeKey,
    Rotate,
    RequestAgain,
    ReadAuthority,
    Drill,
    ReadRoster,
    DestroyKey,
    ReadVoids,
    Resume,
    ReadTenant,
}

/// <summary>One thing to know or to do.</summary>
/// <param name="Due">UTC; null where it is now.</param>
/// <param name="Detail">In words.</param>
public sealed record HealthFinding(
    HealthSeverity Severity, HealthKind Kind, HealthAct Act, string Subject, DateTime? Due, string Detail)
{
    /// <summary>The principals who can do it; none where anybody may, or where it is the quorum's.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    public string? CeremonyId { get; init; }

    /// <summary>Of the ceremony.</summary>
    public string? Operation { get; init; }

    public string? AuthorityId { get; init; }

    /// <summary>What has ended is critical, what ends within 30 days a warning.</summary>
    internal static HealthSeverity Ending(DateTime end, DateTime now) => end < now ? HealthSeverity.Critical
        : end <= now.AddDays(30) ? HealthSeverity.Warning
        : HealthSeverity.Notice;

    /// <summary>What has to be done within two days is a warning.</summary>
    internal static HealthSeverity Closing(DateTime deadline, DateTime now) =>
        deadline <= now.AddDays(2) ? HealthSeverity.Warning : HealthSeverity.Notice;
}
