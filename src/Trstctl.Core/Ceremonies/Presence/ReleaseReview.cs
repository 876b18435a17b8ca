namespace Trstctl.Ceremonies.Presence;

/// <summary>A session that asks a custodian for his shares, after his client passed the gate.</summary>
internal sealed record AskedShares(
    ExaminedCeremony Passed, OpenRequest Request, Principal Signer, IReadOnlyList<OpenedDealing> Dealings)
{
    /// <summary>Those that he holds a share of.</summary>
    public IEnumerable<OpenedDealing> Held => Dealings.Where(dealing => dealing.HolderNamed(Signer.Name) is not null);

    /// <summary>As their rosters have him.</summary>
    public Principal[] Entries => [.. Held.Select(dealing => dealing.HolderNamed(Signer.Name)!)];

    public bool IsReleased => Released.Contains(Signer.Name, StringComparer.Ordinal);

    public IEnumerable<string> Released =>
        Passed.Record.Releases.Where(r => r.Session == Request.SessionDigest).Select(r => r.Custodian);
}

/// <summary>What a custodian reads before he releases: the plan's words, which key opens, and who asks.</summary>
/// <param name="Session">SHA-256 of the public key of the session that asks.</param>
/// <param name="IsReleased">True where he released to it already.</param>
public sealed record ReleaseReview(PlanReview Plan, Digest Session, bool IsReleased)
{
    internal static ReleaseReview Of(AskedShares asked, IProjection state, DateTime now)
    {
        var (passed, request) = (asked.Passed, asked.Request);
        var plan = PlanReview.Of(passed, state, now);
        var lines = new List<KeyValuePair<string, string>>(plan.Lines);
        void Say(string label, string text) => lines.Add(new KeyValuePair<string, string>(label, CanonicalText.Line(text)));

        foreach (var (key, dealt, holders) in asked.Dealings)
        {
            Say(
                "OPENS",
                $"the key of \"{KeyOwner.Of(key, state).Name}\", id {key.KeyId}, {key.Custody} custody, "
                    + $"{dealt.Threshold} of {dealt.Custodians.Count}"
                    + (dealt.Epoch == request.Epoch ? string.Empty
                        : $", FROM THE DEALING BEFORE, of roster epoch {dealt.Epoch}: {Words.Or([.. holders.Select(h => h.Name)])}"));
        }

        Say("asked by", $"{request.Executor} on {request.Host}");
        Say("asked at", $"{UtcTime.Format(request.Time)}, {Ago(now - request.Time)}");
        Say("session", PgpWords.Anchor(request.SessionDigest));
        Say("still waiting?", Waits(now - request.Time, request.Executor));
        Say("released by", asked.Released.Any() ? string.Join(", ", asked.Released) : "nobody yet");
        return new ReleaseReview(plan with { Lines = lines }, request.SessionDigest, asked.IsReleased);
    }

    // The session's key is in the memory of a process elsewhere: whether that lives, nothing here can prove.
    private static string Waits(TimeSpan age, string executor)
    {
        var usual = $"sessions wait {Minutes(ExecutionOptions.DefaultTimeout)} unless they are told otherwise";
        return (age <= ExecutionOptions.DefaultTimeout ? usual : $"probably not: {usual}")
            + $"; nothing proves that it still lives, ask {executor}";
    }

    private static string Ago(TimeSpan age) => age < TimeSpan.FromMinutes(1) ? "just now"
        : age < TimeSpan.FromHours(2) ? $"{Minutes(age)} ago"
        : $"{(int)age.TotalHours} hours ago";

    private static string Minutes(TimeSpan time) => (int)time.TotalMinutes == 1 ? "1 minute" : $"{(int)time.TotalMinutes} minutes";
}
