using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Text;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>Shows a plan in plain words and asks, once per plan, with No as the default. The typed plan digest stands for the
/// answer where nobody can be asked; a force switch does not exist.</summary>
internal static class Consent
{
    private const int Indent = 21;
    private const int Width = 79 - Indent;

    public static void Demand(PSCmdlet cmdlet, PlanReview review, string act, string signer, string? typedDigest)
    {
        if (typedDigest is not null)
        {
            if (!review.Matches(typedDigest))
            {
                throw new TrstException(
                    ErrorId.PlanDigestMismatch, null, review.Ceremony, Uuid.Short(review.Ceremony), review.Digest, typedDigest);
            }

            return;
        }

        if (Ask(cmdlet, review, act, signer) != 0)
        {
            throw new TrstException(ErrorId.ConsentRefused, null, review.Ceremony, review.Digest);
        }
    }

    public static string Text(PlanReview review)
    {
        var text = new StringBuilder().AppendLine().Append("  ").Append(review.Headline).Append("   ").AppendLine(review.Title);
        foreach (var line in review.Lines)
        {
            text.Append(Line(line.Key, line.Value));
        }

        return text.ToString();
    }

    private static string Line(string label, string value) => $"  {label.PadRight(18)} {Wrapped(value)}{Environment.NewLine}";

    // At spaces only: a long digest or URL stays whole.
    private static string Wrapped(string value)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var word in value.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.AppendLine().Append(' ', Indent);
                column = 0;
            }
            else if (column > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        return text.ToString();
    }

    private static int Ask(PSCmdlet cmdlet, PlanReview review, string act, string signer)
    {
        var choices = new Collection<ChoiceDescription>
        {
            new("&Yes", $"{act} exactly this plan."),
            new("&No", "Sign nothing."),
        };
        try
        {
            return cmdlet.Host.UI.PromptForChoice($"{act} this plan?", Text(review) + Line("signs as", signer), choices, 1);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            throw new TrstException(ErrorId.ConsentUnavailable, e, review.Ceremony, review.Digest);
        }
    }
}
