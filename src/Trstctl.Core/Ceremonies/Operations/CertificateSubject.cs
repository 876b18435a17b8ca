using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.Ledger;

namespace Trstctl.Ceremonies.Operations;

/// <summary>The members that every certificate-making plan has: serial number and dates, and mostly a spec.</summary>
internal sealed class CertificateSubject
{
    private const int SerialLength = 20;

    private CertificateSubject(CASpec? spec, byte[] serial, DateTime notBefore, DateTime notAfter)
    {
        Spec = spec!;
        Serial = serial;
        NotBefore = notBefore;
        NotAfter = notAfter;
    }

    public CASpec Spec { get; }

    public byte[] Serial { get; }

    public DateTime NotBefore { get; }

    public DateTime NotAfter { get; }

    public Digest SpecDigest => Spec.Digest;

    /// <summary>The planned notBefore is the spec's, else the time of opening, so that waiting does not move it.</summary>
    public static void Write(JsonObject subject, CASpec spec, DateTime now)
    {
        var notBefore = spec.NotBefore ?? now;
        subject.Add("spec", spec.DemandNewKey().ToJson());
        WriteDates(subject, notBefore, spec.NotAfter ?? spec.Validity!.AddTo(notBefore));
    }

    public static void WriteDates(JsonObject subject, DateTime notBefore, DateTime notAfter)
    {
        subject.Add("serial", NewSerial());
        subject.Add("notBefore", notBefore);
        subject.Add("notAfter", notAfter);
    }

    public static CertificateSubject Read(ObjectReader reader, bool withSpec = true) => new(
        withSpec ? CASpec.FromJson(reader.Object("spec")) : null,
        reader.ExactBytes("serial", SerialLength),
        reader.Time("notBefore"),
        reader.Time("notAfter"));

    public static CASpec DemandSpec(CeremonyRequest request) =>
        request.Spec ?? throw new TrstException(ErrorId.ParameterMissing, request.Operation, "a CA specification from New-TrstCASpec");

    public static Artefact Certificate(CertificateTemplate template, LintRole role)
    {
        var findings = CertificateLint.Check(template.Tbs, role);
        var error = findings.FirstOrDefault(finding => finding.Severity == LintSeverity.Error);
        return error is null
            ? new Artefact("certificate", template, findings)
            : throw new TrstException(ErrorId.LintFailed, $"{error.Clause}: {error.Message} ({error.Rule})");
    }

    // 160 bits from the system's generator, positive and never zero: RFC 5280 4.1.2.2 allows at most 20 octets.
    private static byte[] NewSerial()
    {
        var serial = SecretRandom.Bytes(SerialLength);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
