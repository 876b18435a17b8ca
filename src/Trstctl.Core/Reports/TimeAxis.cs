namespace Trstctl.Reports;

/// <summary>Where a time stands in a picture, and which marks an axis has. Certificates without an end would leave no room for others: the
/// axis goes so far and no farther.</summary>
internal sealed class TimeAxis
{
    private const int Farthest = 45; // years from now
    private const int MostMarks = 7;

    private readonly DateTime from;
    private readonly DateTime to;
    private readonly double left;
    private readonly double width;

    public TimeAxis(IEnumerable<CertificateView> shown, DateTime now, double left, double width)
    {
        (this.left, this.width) = (left, width);
        var all = shown.ToArray();
        var earliest = now.Year > Farthest ? now.AddYears(-Farthest) : DateTime.MinValue;
        var latest = now.Year < 9999 - Farthest ? now.AddYears(Farthest) : DateTime.MaxValue;
        from = Within(all.Select(view => view.NotBefore).Append(now).Min(), earliest, now);
        to = Within(all.Select(view => view.NotAfter).Append(now).Max(), now, latest);
        if ((to - from).TotalDays < 30)
        {
            to = from.Year < 9999 ? from.AddDays(30) : to;
        }
    }

    public double Right => left + width;

    /// <summary>Its place, and the nearer end for what lies outside.</summary>
    public double At(DateTime time)
    {
        var span = (to - from).TotalDays;
        return span <= 0 ? left : left + (width * Math.Min(1, Math.Max(0, (time - from).TotalDays / span)));
    }

    public bool Ends(DateTime time) => time <= to;

    /// <summary>Years, or months where that is too coarse.</summary>
    public IEnumerable<(double X, string Text)> Marks()
    {
        var months = new[] { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000 }
            .First(step => (to - from).TotalDays / 30.4 / step <= MostMarks);
        var first = ((from.Year * 12) + from.Month - 1 + months) / months * months;
        for (var month = first; month / 12 <= 9999; month += months)
        {
            var time = new DateTime(month / 12, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
            if (time > to)
            {
                yield break;
            }

            yield return (At(time), months % 12 == 0 ? ReportText.Number(time.Year) : ReportText.Day(time).Substring(0, 7));
        }
    }

    private static DateTime Within(DateTime time, DateTime least, DateTime most) => time < least ? least : time > most ? most : time;
}
