namespace Trstctl.History;

/// <summary>Which certificate of a CA elsewhere is an answer: of the newest request of its key, no wider than what was approved, and new.
/// A request can have several; the one that begins last is its authority's current certificate.</summary>
internal static class AnswerRules
{
    /// <summary>On one person's word: signed by whom the quorum asked, and nobody else.</summary>
    /// <exception cref="TrstException">Why it is none.</exception>
    public static void Demand(AnswerStatement said, IProjection state)
    {
        var request = RequestOperation.Demand(said.RequestId, state);
        Require(string.Equals(said.Ceremony, request.Ceremony, StringComparison.Ordinal), "it is of another ceremony than the request");
        var asked = state.DemandCeremony(request.Ceremony);
        Require(said.PlanDigest == asked.PlanDigest, "it is of another plan");
        Suspension.DemandRunnable(TenantRecord.Of(state), OperationCatalogue.DemandExact(asked.Operation));
        var issuer = RequestOperation.IssuerOf(request, state) ?? throw new TrstException(ErrorId.IssuerNotNamed, request.Name);
        Require(
            RequestOperation.Owner(request, state) is not { } owner
                || state.DemandCeremony(owner.Ceremony).CompletedAt <= asked.CompletedAt,
            "a later ceremony decided on the certificate of its key");
        Demand(request, said.Certificate, issuer, state);
    }

    /// <summary>By a quorum's decision too.</summary>
    /// <param name="request">The one that it answers.</param>
    /// <param name="certificate">DER.</param>
    /// <param name="issuer">Null where none here signed it.</param>
    /// <param name="state">Before it.</param>
    /// <exception cref="TrstException">Why it is none.</exception>
    public static void Demand(CARequestRecord request, byte[] certificate, AuthorityRecord? issuer, IProjection state)
    {
        var (view, asked) = (new CertificateView(certificate), state.DemandCeremony(request.Ceremony));
        Require(IsSame(view.Spki, request), "it is of another key than the request");
        Require(Newest(view.Spki, state)!.RequestId == request.RequestId, "a later request of its key is the one to answer");
        Require(view.NotBefore >= asked.OpenedAt - Decisions.Tolerance, "it is older than the request's plan");
        KnownKeys.DemandUsable(view.KeyIdentity, state);
        DemandIssuer(view, issuer);
        DemandPlace(view, request, issuer, state);
        ReturnedCertificateRules.Demand(certificate, request.Spec, issuer);
    }

    /// <summary>Of the requests of a key, the one that the quorum made last: what it narrowed is not widened by an answer to another.
    /// </summary>
    public static CARequestRecord? Newest(byte[] spki, IProjection state) => state
        .By<CARequestRecord>(CARequestRecord.KindName, AuthorityIndex.Key, PublicKey.IdentityOf(spki).Hex)
        .Where(request => IsSame(spki, request))
        .OrderByDescending(request => state.DemandCeremony(request.Ceremony).CompletedAt)
        .FirstOrDefault();

    /// <summary>The one that a certificate answers.</summary>
    public static CARequestRecord Find(CertificateView view, IProjection state) => Newest(view.Spki, state)
        ?? throw new TrstException(
            ErrorId.AuthorityNotFound, $"that asked for a certificate of this key (\"{CanonicalText.Escape(view.Subject)}\")");

    /// <summary>Of several, the one that answers a request.</summary>
    public static byte[] Choose(IReadOnlyList<byte[]> certificates, IProjection state)
    {
        var answers = certificates.Where(der => Newest(new CertificateView(der).Spki, state) is not null).ToArray();
        Require(answers.Length < 2, $"{answers.Length} of {certificates.Count} certificates are of keys that were asked for; give one");
        return answers.FirstOrDefault() ?? throw new TrstException(
            ErrorId.AuthorityNotFound, $"that asked for one of these {certificates.Count} certificates");
    }

    /// <summary>Lint, which is asked before anybody signs and not of the past.</summary>
    public static void DemandClean(CARequestRecord request, byte[] certificate, IProjection state) => CertificateLint.Demand(
        certificate, LintRole.Intermediate, RequestOperation.Waived(state.DemandCeremony(request.Ceremony).Plan), LintOrigin.Foreign);

    private static bool IsSame(byte[] spki, CARequestRecord request) =>
        PublicKey.TryRead(spki) is { } key && key.Equals(PublicKey.Read(request.View.Spki));

    // Whom nobody here knows cannot be checked, but it is somebody else than the CA that it vouches for.
    private static void DemandIssuer(CertificateView view, AuthorityRecord? issuer)
    {
        if (issuer is { Status: not (AuthorityStatus.Active or AuthorityStatus.Superseded) })
        {
            throw new TrstException(ErrorId.AuthorityNotActive, issuer.Name, AsciiFold.Word(issuer.Status));
        }

        Require(
            issuer is not null || !(view.IsSelfIssued || IssuedCertificateCheck.VerifySignature(view.Der, view.Spki)),
            "it is issued by the CA that it is for");
    }

    // Before the first answer a new key has no authority yet, and takes the place of the one that it succeeds.
    private static void DemandPlace(CertificateView view, CARequestRecord request, AuthorityRecord? issuer, IProjection state)
    {
        var succeeded = request.Succeeds is null ? null : state.DemandAuthority(request.Succeeds);
        var owner = RequestOperation.Owner(request, state);
        Require((owner ?? succeeded) is null or { Status: AuthorityStatus.Active }, "the CA that it is for is not active any more");
        Require(owner is null || owner.Earlier.Count < AuthorityRecord.MostEarlier, "the CA has as many certificates as it can have");
        var mine = new[] { owner, succeeded }.OfType<AuthorityRecord>().ToArray();
        Require(
            issuer is null || !mine.Any(ca => AuthorityMaking.IsBelow(issuer, ca, state)),
            "it is issued by the CA that it is for");
        Require(
            !mine.SelectMany(ca => ca.Certificates).Any(known => new CertificateView(known).SerialHex == view.SerialHex),
            "its serial number is that of an earlier certificate");
        Require(
            issuer is null || !AuthorityMaking.IsSerialUsed(view.SerialHex, issuer.AuthorityId, state),
            "its serial number is that of another certificate of its issuer");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new TrstException(ErrorId.CertificateInvalid, "answer", otherwise);
        }
    }
}
