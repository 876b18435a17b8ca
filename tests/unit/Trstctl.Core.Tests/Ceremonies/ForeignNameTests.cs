using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Trstctl.Asn1;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.History;
using Trstctl.Primitives;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Certificates and requests from elsewhere hold any bytes as names. None of it stops a plan, its review, the forecast of its
/// paths or a refusal's text with anything but a refusal of our own, and none of it looks like a line of a plan.</summary>
[Trait("Conformance", "N12")]
public class ForeignNameTests
{
    private static readonly (int Tag, byte[] Value)[] Hostile =
    [
        .. new[]
        {
            "U\ufffe\uffff\ufdd0", "Root\0", "Ro\u001b[2Jot", "Ro\u202eot\u200b", "e\u0301\u212b", "\u0301\u0301", "\U0001F600\U000E0041",
            "   approvals: 3 of 3", "x      purpose            root:all", "a\r\n  purpose            b", "\u00a0\u00a0x\u3000\u3000y",
            new string('x', 12_000), new string('\u4e2d', 4_000), string.Concat(Enumerable.Repeat("\u0344", 3_000)), "\ufdfa\ufdfa",
            "\u1c90", "\u01c5\u0130\u212a",
        }.Select(text => (0x0C, Encoding.UTF8.GetBytes(text))),
        (0x0C, [0xFF, 0xFE, 0x41]),
        (0x0C, [0xED, 0xA0, 0x80]),
        (0x0C, [0xC0, 0x80]),
        (0x0C, []),
        (0x1E, [0xD8, 0x00, 0x00, 0x41]),
        (0x1E, [0x00, 0x41, 0xDC, 0x00]),
        (0x1E, [0xFF, 0xFE, 0x00, 0x41]),
        (0x1E, [0x41]),
        (0x1C, [0x00, 0x11, 0x00, 0x00]),
        (0x14, [0x07, 0x85, 0xA0, 0xA0, 0xFF]),
        (0x13, [0x00, 0xFF]),
        (0x16, [0x1B, 0xE4]),
        (0x04, [0x0C, 0x01]),
        (0x02, [0x01]),
    ];

    public static TheoryData<int> Names() => [.. Enumerable.Range(0, Hostile.Length)];

    [Theory]
    [MemberData(nameof(Names))]
    public void NoNameStopsAnythingOrImitatesALine(int name)
    {
        using var world = new World();
        world.MakeRoot();
        var (certificate, request) = Foreign(world, Name(Hostile[name]));

        foreach (var asked in new[]
        {
            new CeremonyRequest { Operation = "CrossSign", Issuer = "Root", Target = certificate },
            new CeremonyRequest { Operation = "Intermediate", Issuer = "Root", Spec = World.IntermediateSpec(), Request = request },
            new CeremonyRequest { Operation = "Import", Target = certificate },
        })
        {
            if (Tried(() => world.Service.Start(asked, World.Ops)) is { } started)
            {
                Read(world, started);
                Tried(() => world.Service.Execute(
                    world.Approve(started, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present()));
            }
        }

        // What now stands here beside the foreign CA still goes on.
        Read(world, world.StartRoot("CN=Other"));
        Read(world, world.StartIntermediate());
        Assert.Empty(world.Ask((_, ledger) => ledger.Voids));
    }

    /// <summary>Whatever goes wrong in a forecast is a line of the plan.</summary>
    [Fact]
    public void AForecastThatFailsIsSaidAndStopsNothing()
    {
        using var world = new World();
        world.MakeRoot();
        var plan = world.PlanOf(world.StartIntermediate());

        var report = PlannedPaths.Try(OperationCatalogue.DemandExact("Intermediate"), plan, new Damaged())!;

        Assert.Equal(
            "every client: break for CN=Issuing (could not be forecast: no\\u000Astate)", Assert.Single(report.Findings).ToString());
    }

    private static void Read(World world, CeremonyRecord ceremony)
    {
        var review = world.Service.Review(ceremony.CeremonyId);
        foreach (var text in review.Lines.SelectMany(line => new[] { line.Key, line.Value }).Append(review.Title).Append(review.Headline))
        {
            Assert.Null(CanonicalText.Fault(text));
            Assert.Equal(text, CanonicalText.Line(text));
        }
    }

    private static CeremonyRecord? Tried(Func<object> act)
    {
        try
        {
            return act() as CeremonyRecord;
        }
        catch (TrstException refusal)
        {
            Assert.Null(CanonicalText.Fault(refusal.Message, allowUnnormalised: true));
            return null;
        }
    }

    private sealed class Damaged : IProjection
    {
        public T? Find<T>(string kind, string id)
            where T : Document => throw new InvalidOperationException("no\nstate");

        public IEnumerable<T> All<T>(string kind)
            where T : Document => throw new InvalidOperationException("no\nstate");

        public IEnumerable<T> By<T>(string kind, string by, string value)
            where T : Document => throw new InvalidOperationException("no\nstate");

        public IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
            where T : Document => throw new InvalidOperationException("no\nstate");

        public T? Last<T>(string kind)
            where T : Document => throw new InvalidOperationException("no\nstate");

        public void Put(Document document) => throw new NotSupportedException();
    }

    private static byte[] Name((int Tag, byte[] Value) value) => Der.Sequence(
        Der.SetOf([Der.Sequence(Der.Oid("2.5.4.10"), Der.Utf8("Elsewhere"))]),
        Der.SetOf([Der.Sequence(Der.Oid("2.5.4.3"), Der.Tlv((byte)value.Tag, value.Value))]));

    // By hand: the platform's own reader refuses some of these names.
    private static (byte[] Certificate, byte[] Request) Foreign(World world, byte[] subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        X509Extension[] extensions =
        [
            new X509BasicConstraintsExtension(true, false, 0, true),
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true),
            new X509SubjectKeyIdentifierExtension(request.PublicKey, false),
        ];
        var algorithm = Der.Sequence(Der.Oid("1.2.840.10045.4.3.2"));
        var tbs = Der.Sequence(
            Der.Explicit(0, Der.Integer(2)),
            Der.Integer(4711),
            algorithm,
            subject,
            Der.Sequence(Der.Time(world.Now.AddYears(-1)), Der.Time(world.Now.AddYears(15))),
            subject,
            key.ExportSubjectPublicKeyInfo(),
            Der.Explicit(3, Der.Sequence([.. extensions.Select(extension => Der.Sequence(
                Der.Oid(extension.Oid!.Value!), extension.Critical ? Der.True : null, Der.OctetString(extension.RawData)))])));
        var signature = key.SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return (Der.Sequence(tbs, algorithm, Der.BitString(signature)), request.CreateSigningRequest());
    }
}
