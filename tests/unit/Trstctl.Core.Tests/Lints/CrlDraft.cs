using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>A CRL whose every part can be replaced before it is signed.</summary>
internal sealed class CrlDraft
{
    private readonly Dictionary<string, byte[]> extensions = new(StringComparer.Ordinal)
    {
        [Oids.AuthorityKeyIdentifier] = Draft.Extension(Oids.AuthorityKeyIdentifier, Der.Sequence(Der.Implicit(0, new byte[20]))),
        [LintOids.CrlNumber] = Draft.Extension(LintOids.CrlNumber, Der.Integer(7)),
    };

    public byte[]? Version { get; set; } = Der.Integer(1);

    public byte[] Algorithm { get; set; } = Draft.Algorithm();

    public byte[]? OuterAlgorithm { get; set; }

    public byte[] Issuer { get; set; } = Draft.RootName;

    public byte[] ThisUpdate { get; set; } = Der.Time(TestCA.Start);

    public byte[]? NextUpdate { get; set; } = Der.Time(TestCA.Start.AddMonths(6));

    public List<byte[]> Entries { get; } = [Entry(1), Entry(2, Reason(1))];

    public bool WithEmptyList { get; set; }

    public byte[]? Signature { get; set; }

    public static byte[] Entry(int serial, params byte[][] extensions) =>
        Entry(Der.Integer(serial), Der.Time(TestCA.Start.AddDays(-1)), extensions);

    public static byte[] Entry(byte[] serial, byte[] date, params byte[][] extensions) =>
        Der.Sequence(serial, date, extensions.Length == 0 ? null : Der.Sequence(extensions));

    public static byte[] Reason(byte reason, bool critical = false) =>
        Draft.Extension(LintOids.ReasonCode, Der.Tlv(0x0A, [reason]), critical);

    public void Set(string oid, byte[] value, bool critical = false) => extensions[oid] = Draft.Extension(oid, value, critical);

    public void Remove(string oid) => extensions.Remove(oid);

    /// <summary>An update of the CRL with a number.</summary>
    public void MakeDelta(int number) => Set(LintOids.DeltaCrlIndicator, Der.Integer(number), critical: true);

    public byte[] Tbs() => Der.Sequence(
        Version,
        Algorithm,
        Issuer,
        ThisUpdate,
        NextUpdate,
        Entries.Count == 0 && !WithEmptyList ? null : Der.Sequence(Entries.ToArray()),
        extensions.Count == 0 ? null : Der.Explicit(0, Der.Sequence(extensions.Values.ToArray())));

    public byte[] Build() => Draft.Signed(Tbs(), OuterAlgorithm ?? Algorithm, Signature);
}
