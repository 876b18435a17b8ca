namespace Trstctl.Ceremonies.Operations;

/// <summary>The members that every certificate-making plan has: serial number and dates, and mostly a spec.</summary>
/// <param name="Spec">Null of a cross-certificate alone.</param>
internal sealed record CertificateSubject(
    CASpec Spec, byte[] Serial, DateTime NotBefore, DateTime NotAfter, IReadOnlyList<LintWaiver> Waivers)
{
    public const int SerialLength = 20;

    public Digest SpecDigest => Spec.Digest;

    /// <summary>The planned notBefore is the spec's, else the time of opening, so that waiting does not move it.</summary>
    public static CertificateSubject Plan(CASpec spec, DateTime now, IReadOnlyList<LintWaiver> waivers)
    {
        var notBefore = spec.NotBefore ?? now;
        return new(spec, NewSerial(), notBefore, spec.EndFrom(notBefore), waivers);
    }

    /// <summary>Its members stand among those of the plan's subject.</summary>
    public static CertificateSubject Declare(Fields f, CertificateSubject? s) => Declare(f, s, withSpec: true);

    public static CertificateSubject Declare(Fields f, CertificateSubject? s, bool withSpec)
    {
        var planned = new CertificateSubject(
            withSpec ? f.Object("spec", s?.Spec, CASpec.Declare) : null!,
            f.ExactBytes("serial", s?.Serial, SerialLength),
            f.Time("notBefore", s?.NotBefore),
            f.Time("notAfter", s?.NotAfter),
            LintWaiver.DeclareAny(f, s?.Waivers));
        f.Demand(
            f.IsWriting || !withSpec || planned.NotAfter == planned.Spec.EndFrom(planned.NotBefore),
            "its notAfter does not follow from its specification and notBefore");
        return planned;
    }

    public static CASpec DemandSpec(CeremonyRequest request) =>
        request.Spec ?? throw new TrstException(ErrorId.ParameterMissing, request.Operation, "a CA specification");

    /// <summary>The reasons for which this plan may break a lint rule.</summary>
    public static IReadOnlyList<LintWaiver> Waive(CeremonyRequest request) =>
        request.LintWaivers.FirstOrDefault(w => string.IsNullOrWhiteSpace(w.Reason)) is { } idle
            ? throw new TrstException(ErrorId.SpecInvalid, "LintWaiver", $"a reason for {CanonicalText.Escape(idle.Rule)}", "none")
            : request.LintWaivers
                .Select(w => new LintWaiver(w.Rule, CanonicalText.Enter("LintWaiver", w.Reason, Approval.MaxReason)))
                .OrderBy(w => w.Rule, StringComparer.Ordinal)
                .ToArray();

    public Artefact Artefact(CertificateTemplate template, LintRole role) =>
        Trstctl.Ceremonies.Artefact.Certificate(Trstctl.Ceremonies.Artefact.MainName, template, role, Waivers);


    // 160 bits from the system's generator, positive and never zero: RFC 5280 4.1.2.2 allows at most 20 octets.
    public static byte[] NewSerial()
    {
        var serial = SecretRandom.Bytes(SerialLength);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
