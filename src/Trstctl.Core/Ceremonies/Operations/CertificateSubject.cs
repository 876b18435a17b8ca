namespace Trstctl.Ceremonies.Operations;

/// <summary>The members that every certificate-making plan has: serial number and dates, and mostly a spec.</summary>
internal sealed class CertificateSubject
{
    public const int SerialLength = 20;

    private CertificateSubject(CASpec? spec, byte[] serial, DateTime notBefore, DateTime notAfter, IReadOnlyList<LintWaiver> waivers)
    {
        Waivers = waivers;
        Spec = spec!;
        Serial = serial;
        NotBefore = notBefore;
        NotAfter = notAfter;
    }

    public CASpec Spec { get; }

    public byte[] Serial { get; }

    public DateTime NotBefore { get; }

    public DateTime NotAfter { get; }

    public IReadOnlyList<LintWaiver> Waivers { get; }

    public Digest SpecDigest => Spec.Digest;

    /// <summary>The planned notBefore is the spec's, else the time of opening, so that waiting does not move it.</summary>
    public static void Write(JsonObject subject, CASpec spec, DateTime now)
    {
        var notBefore = spec.NotBefore ?? now;
        subject.Add("spec", spec.ToJson());
        WriteDates(subject, notBefore, EndOf(spec, notBefore));
    }

    public static void WriteDates(JsonObject subject, DateTime notBefore, DateTime notAfter)
    {
        subject.Add("serial", NewSerial());
        subject.Add("notBefore", notBefore);
        subject.Add("notAfter", notAfter);
    }

    public static CertificateSubject Read(ObjectReader reader, bool withSpec = true)
    {
        var planned = new CertificateSubject(
            withSpec ? CASpec.FromJson(reader.Object("spec")) : null,
            reader.ExactBytes("serial", SerialLength),
            reader.Time("notBefore"),
            reader.Time("notAfter"),
            reader.Has("waivers") ? reader.Objects("waivers", LintWaiver.Most).Select(LintWaiver.FromJson).ToArray() : []);
        return !withSpec || planned.NotAfter == EndOf(planned.Spec, planned.NotBefore)
            ? planned
            : throw reader.Fault("its notAfter does not follow from its specification and notBefore");
    }

    public static CASpec DemandSpec(CeremonyRequest request) =>
        request.Spec ?? throw new TrstException(ErrorId.ParameterMissing, request.Operation, "a CA specification");

    /// <summary>The reasons for which this plan may break a lint rule.</summary>
    public static void WriteWaivers(JsonObject subject, CeremonyRequest request)
    {
        if (request.LintWaivers.FirstOrDefault(w => string.IsNullOrWhiteSpace(w.Reason)) is { } idle)
        {
            throw new TrstException(ErrorId.SpecInvalid, "LintWaiver", $"a reason for {CanonicalText.Escape(idle.Rule)}", "none");
        }

        if (request.LintWaivers.Count > 0)
        {
            subject.Add("waivers", new JsonArray(request.LintWaivers
                .Select(w => new LintWaiver(w.Rule, CanonicalText.Enter("LintWaiver", w.Reason, Approval.MaxReason)))
                .OrderBy(w => w.Rule, StringComparer.Ordinal)
                .Select(w => w.ToJson())));
        }
    }

    public Artefact Artefact(CertificateTemplate template, LintRole role) =>
        Trstctl.Ceremonies.Artefact.Certificate(Trstctl.Ceremonies.Artefact.MainName, template, role, Waivers);

    private static DateTime EndOf(CASpec spec, DateTime notBefore) => spec.NotAfter ?? spec.Validity!.AddTo(notBefore);

    // 160 bits from the system's generator, positive and never zero: RFC 5280 4.1.2.2 allows at most 20 octets.
    public static byte[] NewSerial()
    {
        var serial = SecretRandom.Bytes(SerialLength);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
