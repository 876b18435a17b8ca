using Trstctl.Ceremonies;
using Trstctl.Primitives;
using Trstctl.Reports;

namespace Trstctl.Core.Tests.Reports;

/// <summary>A report whose every text is one that somebody else chose.</summary>
internal static class SampleReport
{
    private static readonly DateTime Opened = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    public static CeremonyReport Of(string text, CeremonyStatus status = CeremonyStatus.Completed, bool met = true)
    {
        text = CanonicalText.Escape(text);
        var hex = new string('a', 64);
        var done = status == CeremonyStatus.Completed;
        return new CeremonyReport
        {
            Origin = new(text, hex, Opened.AddDays(3), "Trstctl 0.1.0", 24, hex),
            CeremonyId = "01a21df3-be78-720e-8bfc-5ef9db7b33e6",
            Operation = "Root",
            Title = text,
            Purpose = text,
            Status = status,
            EndReason = done ? null : text,
            IsQuorumMet = met,
            Faults = met ? [] : [text],
            Plan = new("MAKE A ROOT CA", hex, true, [new("subject", text), new("also", text), new("purpose", text)], text, [text], Opened,
                Opened.AddDays(14), Opened.AddDays(16), 1, hex, new(3, hex)) { Reason = text },
            Quorum = [new("custodians", 2, met ? [text, "Bob"] : [], [new(text, text, 1, hex), new("Bob", "Bob", 1, hex)])],
            Words =
            [
                new(text, 1, Decision.Approve, Opened.AddHours(1), 4, hex, met) { Reason = text, Fault = met ? null : text },
                new("Bob", 1, Decision.Approve, Opened.AddDays(1), 5, hex, true),
                new("Carol", 1, Decision.Withdraw, Opened.AddDays(1), 6, hex, true) { Reason = text },
            ],
            Execution = !done ? null : new(
                text, text, hex, text, Opened.AddDays(2), Opened.AddDays(2), 7, new(8, hex), hex, met, [text],
                [new(text, text, Opened.AddDays(2), hex, true)], [new("CA", text)]),
            Artefacts = !done ? [] : [new("certificate", "certificate", text, [1, 2, 3], met, [new("subject", text)], [text])],
            Keys = !done ? [] : [new("ECDSA-P384", hex, 1, "Quorum", "DualLock", hex, 2, [text, "Bob"])],
            Events =
            [
                new(3, Opened, "ceremony.started", "principal:" + text, [text]),
                new(4, Opened.AddHours(1), "ceremony.approved", "principal:" + text, [text]),
                new(5, Opened.AddDays(1), "ceremony.approved", "principal:Bob", []),
                new(6, Opened.AddDays(1), "ceremony.refused", "host:" + text, [text]) { Void = text },
                .. done ? [new ReportedEvent(7, Opened.AddDays(2), "ceremony.completed", "principal:" + text, [text])]
                    : Array.Empty<ReportedEvent>(),
            ],
            Due = [new("approve by", text)],
            Blanks = CeremonyBlanks.All,
        };
    }
}
