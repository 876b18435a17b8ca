namespace Trstctl.Reports;

/// <summary>How pages look, on a screen and on A4. No mark of HTML may stand in it.</summary>
internal static class ReportStyle
{
    public const string Css = """
        @page { size: A4; margin: 16mm 14mm 18mm }
        * { box-sizing: border-box }
        html { color-scheme: light }
        body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 66rem; color: #1c2430; background: #fff;
          font: 15px/1.5 system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Helvetica, Arial, sans-serif }
        header { border-bottom: 3px solid #1f4e79; padding-bottom: 1rem; margin-bottom: 1.5rem }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; overflow-wrap: anywhere }
        h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid #c9d2dc; color: #1f4e79;
          break-after: avoid }
        h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; overflow-wrap: anywhere; break-after: avoid }
        p { margin: .4rem 0; overflow-wrap: anywhere }
        .kind { margin: 0; color: #51606f; letter-spacing: .04em; font-size: .85rem }
        .badge { display: inline-block; padding: .15rem .7rem; border-radius: 1rem; border: 2px solid #51606f; font-weight: 600 }
        .good { border-color: #1a7f4b; color: #14613a; background: #eaf6ef }
        .bad { border-color: #b3261e; color: #8f1d17; background: #fdecea }
        .open { border-color: #8a6100; color: #6b4b00; background: #fff6df }
        .note { color: #51606f; font-size: .9rem }
        .fault { border-left: 4px solid #b3261e; background: #fdecea; padding: .5rem .8rem; margin: .6rem 0; overflow-wrap: anywhere }
        table { border-collapse: collapse; width: 100%; margin: .6rem 0 1rem; font-size: .92rem }
        caption { text-align: left; color: #51606f; padding-bottom: .3rem; font-size: .88rem }
        th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid #e3e8ee;
          overflow-wrap: anywhere; min-width: 4.2rem }
        thead th { border-bottom: 2px solid #9fb0c0; font-size: .85rem; color: #33475b; overflow-wrap: normal }
        tbody th { font-weight: 600; min-width: 5.5rem }
        tr { break-inside: avoid }
        .pairs th { width: 11rem; font-weight: 400; color: #51606f; overflow-wrap: normal }
        code, pre { font-family: ui-monospace, SFMono-Regular, Consolas, Liberation Mono, Menlo, monospace; font-size: .86em }
        code { overflow-wrap: anywhere }
        pre { background: #f5f7f9; border: 1px solid #e3e8ee; border-radius: 4px; padding: .7rem .9rem; margin: .5rem 0 1rem;
          white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.35 }
        .one { white-space: nowrap }
        .words { color: #33475b }
        section { break-inside: auto }
        .whole { break-inside: avoid }
        figure { margin: .4rem 0; break-inside: avoid }
        caption, thead { break-after: avoid }
        figure svg { display: block; width: 100%; height: auto; break-inside: avoid }
        svg text { font-family: system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Helvetica, Arial, sans-serif; fill: #1c2430;
          font-size: 12px }
        .blank { border: 1px solid #9fb0c0; background: repeating-linear-gradient(#fff, #fff 1.7rem, #d5dde5 1.7rem, #d5dde5 1.75rem) }
        .blanks td { padding: 0 }
        .blanks td, .sign td { border: 1px solid #9fb0c0 }
        .blanks th { padding-right: 1rem; width: 42% }
        .room1 { height: 2.2rem } .room2 { height: 3.9rem } .room3 { height: 5.6rem }
        .sign td { height: 2.8rem; width: 15%; min-width: 4rem; padding: .2rem .4rem }
        .sign tbody th { padding-right: .6rem }
        .box { display: inline-block; width: .9rem; height: .9rem; border: 1.5px solid #51606f; vertical-align: -.1rem }
        footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid #c9d2dc; color: #51606f; font-size: .85rem }
        .lane { stroke: #b6c3cf; stroke-width: 1.5 }
        svg .lane-name { font-size: 14px; font-weight: 600 }
        svg .day { font-weight: 600 } svg .clock { fill: #33475b } svg .gap { fill: #6b7a89; font-size: 11px }
        .mark { stroke: #33475b; stroke-width: 2; fill: #fff }
        .mark.yes { fill: #1a7f4b; stroke: #14613a } .mark.no { fill: #b3261e; stroke: #8f1d17 }
        .mark.done { fill: #1f4e79; stroke: #163a5a } .mark.asked { fill: #e8eef4 } .mark.void { stroke-dasharray: 3 2; stroke: #8f1d17 }
        .mark.open { fill: #fff }
        .glyph { fill: none; stroke: #fff; stroke-width: 2.2 }
        .limit { stroke: #8a6100; stroke-width: 1.5; stroke-dasharray: 4 3 }
        .limit-box { fill: #fff6df; stroke: #8a6100 } svg .limit-name { fill: #6b4b00 }
        @media screen and (max-width: 52rem) {
          body { padding: 1rem }
          .one { white-space: normal }
          .pairs th { width: 6rem }
        }
        @media print {
          body { max-width: none; padding: 0; font-size: 9.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact }
          h2 { margin-top: 1.2rem }
          th, td { padding-top: .18rem; padding-bottom: .18rem }
          table { font-size: .88rem }
          .page { break-before: page }
        }
        """;
}
