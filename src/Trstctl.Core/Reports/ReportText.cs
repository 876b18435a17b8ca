using System.Globalization;

namespace Trstctl.Reports;

/// <summary>How reports write times and numbers: in UTC and in no language's own way.</summary>
internal static class ReportText
{
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Clock(DateTime time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>32 words of a digest in hex.</summary>
    public static string Words(string hex) => Hex.TryDecode(hex, out var bytes) ? string.Join(" ", PgpWords.Encode(bytes)) : string.Empty;

    /// <summary>The words by which people compare what is trusted from then on.</summary>
    public static string Anchor(string hex) => Hex.TryDecode(hex, out var bytes) ? PgpWords.Anchor(new Digest(bytes)) : string.Empty;

    /// <summary>Hex in groups of eight, which eyes can hold.</summary>
    public static string Grouped(string hex) =>
        string.Join(" ", Enumerable.Range(0, (hex.Length + 7) / 8).Select(i => hex.Substring(8 * i, Math.Min(8, hex.Length - (8 * i)))));

    /// <summary>How long from one time to the next, in its largest unit.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => $"{Number((long)span.TotalDays)} d",
        { TotalHours: >= 1 } => $"{Number((long)span.TotalHours)} h",
        { TotalMinutes: >= 1 } => $"{Number((long)span.TotalMinutes)} min",
        _ => $"{Number((long)Math.Max(0, span.TotalSeconds))} s",
    };

    /// <summary>Who did it, as <see cref="Actors.By"/> says.</summary>
    public static string Actor(ReportedEvent item) => Actors.By(item.Actor, item.Void is not null);
}

/// <summary>What came out of a ceremony, by the ids that it left.</summary>
internal static class ResultWords
{
    public static ReportedLine Tell(string id, IProjection state) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, id) is { } authority
            ? new("CA", $"{authority.Name}, generation {ReportText.Number(authority.Generation)}, {Now(authority)}, id {id}")
        : state.Find<CrossCertificateRecord>(CrossCertificateRecord.KindName, id) is { } cross
            ? new("certificate", $"{cross.Link ?? "cross-certificate"} for {cross.View.Subject}, id {id}")
        : state.Find<CARequestRecord>(CARequestRecord.KindName, id) is { } request
            ? new("request", $"{request.Name}, id {id}")
        : state.Find<RosterRecord>(RosterRecord.KindName, id) is { } roster
            ? new("roster", $"epoch {ReportText.Number(roster.Roster.Epoch)}, {ReportText.Number(roster.Roster.Threshold)} of "
                + $"{ReportText.Number(roster.Roster.Custodians.Count)}, digest {roster.Roster.Digest.Hex}")
        : new("changed", id);

    private static string Now(AuthorityRecord authority) => $"{AsciiFold.Word(authority.Status)} when this was written";
}
