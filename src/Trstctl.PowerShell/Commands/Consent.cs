using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using Trstctl.Ceremonies;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>Shows a plan in plain words and asks, once per plan, with No as the default. The typed plan digest stands for the
/// answer where nobody can be asked; a force switch does not exist.</summary>
internal static class Consent
{
    private const int Indent = 21;
    private const int Width = 79 - Indent;

    // A digest in hex.
    private const int LongestWord = 64;

    public static void Demand(PSCmdlet cmdlet, PlanReview review, string act, string signer, SigningIdentity identity, string? typedDigest)
    {
        if (typedDigest is not null)
        {
            DemandSame(review, typedDigest);
        }
        else if (Ask(cmdlet, review, act, signer, identity) != 0)
        {
            throw new TrstException(ErrorId.ConsentRefused, null, review.Ceremony, Uuid.Short(review.Ceremony));
        }
    }

    public static string Text(PlanReview review)
    {
        var text = new StringBuilder().AppendLine().Append("  ").Append(review.Headline).Append("   ")
            .AppendLine(Wrapped(review.Title, review.Headline.Length + 5 - Indent));
        foreach (var line in review.Lines)
        {
            text.Append(Line(line.Key, line.Value));
        }

        return text.ToString();
    }

    // The words that are read aloud are a part: two plans can be made that share them.
    private static void DemandSame(PlanReview review, string typed)
    {
        if (review.IsRecognisedBy(typed))
        {
            throw new TrstException(
                ErrorId.InvalidArgument, nameof(DecisionCmdlet.PlanDigest), "the whole plan digest, 64 hex digits",
                "the words by which people recognise a plan");
        }

        if (!review.Matches(typed))
        {
            throw new TrstException(
                ErrorId.PlanDigestMismatch, null, review.Ceremony, Uuid.Short(review.Ceremony), CanonicalText.Escape(typed));
        }
    }

    private static string Line(string label, string value) => $"  {label.PadRight(18)} {Wrapped(value)}{Environment.NewLine}";

    // At spaces: a digest stays whole. A longer word is broken here, since a terminal would go on at its left edge, as a line does.
    private static string Wrapped(string value, int column = 0)
    {
        var text = new StringBuilder();
        void Break()
        {
            text.AppendLine().Append(' ', Indent);
            column = 0;
        }

        foreach (var word in value.Split(' '))
        {
            var length = word.Sum(Columns);
            if (text.Length > 0 && column + 1 + length > Width)
            {
                Break();
            }
            else if (text.Length > 0)
            {
                text.Append(' ');
                column++;
            }

            foreach (var c in word)
            {
                if (length > LongestWord && column + Columns(c) > Width && !char.IsLowSurrogate(c))
                {
                    Break();
                }

                text.Append(c);
                column += Columns(c);
            }
        }

        return text.ToString();
    }

    // East Asian characters and symbols beyond 16 bits take two.
    private static int Columns(char c) =>
        c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and < '\uD800') or >= '\uF900' ? 2 : 1;

    // What stands above may have left the screen.
    private static string Question(PlanReview review, string act, string signer, bool isFinal) =>
        $"{Environment.NewLine}  {act} {Uuid.Short(review.Ceremony)}, {Wrapped(review.Title)}, as {CanonicalText.Line(signer)}?"
            + (isFinal ? " That is final." : string.Empty);

    private static int Ask(PSCmdlet cmdlet, PlanReview review, string act, string signer, SigningIdentity identity)
    {
        if (!Somebody.CanAnswer(cmdlet))
        {
            throw new TrstException(ErrorId.ConsentUnavailable, null, review.Ceremony, Uuid.Short(review.Ceremony));
        }

        var choices = new Collection<ChoiceDescription>
        {
            new("&Yes", $"{act} exactly this plan."),
            new("&No", "Sign nothing."),
        };
        try
        {
            var text = Text(review) + Line("signs as", CanonicalText.Line(signer)) + Line("with the key", Signer.KeyOf(identity));
            var isFinal = cmdlet is DenyTrstCeremonyCommand or RevokeTrstApprovalCommand;
            return cmdlet.Host.UI.PromptForChoice($"{act} this plan?", text + Question(review, act, signer, isFinal), choices, 1);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            throw new TrstException(ErrorId.ConsentUnavailable, e, review.Ceremony, Uuid.Short(review.Ceremony));
        }
    }
}
