namespace Trstctl.History;

/// <summary>Which certificate of a CA elsewhere is an answer: of the request's key, no wider than what was approved, and new. A request
/// can have several; the one that begins last is its authority's current certificate.</summary>
internal static class AnswerRules
{
    /// <exception cref="VoidReason">Why it is none; or a <see cref="TrstException"/>.</exception>
    public static void Demand(AnswerStatement said, IProjection state)
    {
        var request = state.Find<CARequestRecord>(CARequestRecord.KindName, said.RequestId)
            ?? throw new VoidReason("there is no such request");
        Require(string.Equals(said.Ceremony, request.Ceremony, StringComparison.Ordinal), "it is of another ceremony than the request");
        var (view, plan) = (new CertificateView(said.Certificate), state.DemandCeremony(request.Ceremony).Plan);
        Require(said.PlanDigest == plan.Digest, "it is of another plan");
        Require(PublicKey.Read(view.Spki).Equals(PublicKey.Read(request.View.Spki)), "it is of another key than the request");
        Suspension.DemandRunnable(TenantRecord.Of(state), OperationCatalogue.DemandExact(plan.Operation));
        Require(view.NotBefore >= plan.OpenedAt - Decisions.Tolerance, "it is older than the request's plan");
        var issuer = state.DemandAuthority(ImportRules.IssuerOf(view, state).AuthorityId);
        Require(issuer.Status is AuthorityStatus.Active or AuthorityStatus.Superseded, "its issuer is retired or revoked");
        DemandPlace(view, request, issuer, state);
        ReturnedCertificateRules.Demand(said.Certificate, request.Spec, issuer);
    }

    // Before the first answer a new key has no authority yet, and takes the place of the one that it succeeds.
    private static void DemandPlace(CertificateView view, CARequestRecord request, AuthorityRecord issuer, IProjection state)
    {
        var succeeded = request.Succeeds is null ? null : state.DemandAuthority(request.Succeeds);
        var owner = RequestOperation.Owner(request, state);
        Require((owner ?? succeeded) is null or { Status: AuthorityStatus.Active }, "the CA that it is for is not active any more");
        Require(owner is null || owner.Earlier.Count < AuthorityRecord.MostEarlier, "the CA has as many certificates as it can have");
        var mine = new[] { owner, succeeded }.OfType<AuthorityRecord>().ToArray();
        Require(
            !AuthorityMaking.Chain(issuer, state).Any(above => mine.Any(ca => ca.AuthorityId == above.AuthorityId)),
            "it is issued by the CA that it is for");
        Require(
            !mine.SelectMany(ca => ca.Certificates).Any(known => new CertificateView(known).SerialHex == view.SerialHex),
            "its serial number is that of an earlier certificate");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new VoidReason(otherwise);
        }
    }
}
