using Trstctl.Ceremonies;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>A custodian's statement: the plan is verified and shown, consent is asked, the statement is signed.</summary>
public abstract class DecisionCmdlet : CeremonyCmdlet
{
    /// <summary>Consent where nobody can be asked: the digest of the plan you compared, in hex or as PGP words.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlanDigest { get; set; }

    private protected void Decide(Decision decision, string act, string? reason, SigningIdentity? sealing = null)
    {
        var id = CeremonyId;
        var review = Ceremonies.Review(id, Cancellation);
        var signer = review.SpeakerOf(Identity) ?? SignerName;
        CeremonyRecord? decided = null;

        // Whatever can refuse does so before anybody is asked, and is recorded; who said it already is not asked again.
        var stands = !IsWhatIf && Ceremonies.DemandDecidable(id, decision, review.Digest, Identity, sealing, Cancellation);
        if (!ShouldProcess($"{review.Operation} \"{review.Title}\" (plan {review.Digest.Hex.Substring(0, 16)})", $"{act} as {signer}"))
        {
            return;
        }

        if (!stands || PlanDigest is not null)
        {
            Consent.Demand(this, review, act, signer, Identity, PlanDigest);
            decided = Ceremonies.Decide(id, decision, review.Digest, Identity, reason, Cancellation, sealing);
        }

        WriteRecorded(() => Show(review), decided);
    }
}
