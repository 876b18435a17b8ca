using System.Formats.Asn1;
using System.Text;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Paths;

/// <summary>A hierarchy of CAs as a die makes it: rotated roots with or without links, a cross-certificate, up to three levels of
/// CAs, each with limits of its own, and an end entity below. Most are right; the rest are wrong in one or two ways.</summary>
internal sealed class RandomHierarchy
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private static readonly string[] PolicyIds = ["1.2.3.1", "1.2.3.2", "1.2.3.3", "2.5.29.32.0"];
    private static readonly string[] Permitted =
    [
        "DNS:example.com", "DNS:www.example.com", "DNS:example.org", "IP:10.0.0.0/8", "IP:192.168.0.0/16", "email:example.com",
        "dirName:O=Contoso", "dirName:O=Fabrikam", "URI:www.example.com", "URI:.example.com",
    ];

    private static readonly string[] Excluded =
    [
        "DNS:secret.example.com", "DNS:example.com", "DNS:b.example.com", "IP:10.1.0.0/16", "email:me@example.com",
        "dirName:O=Contoso,C=DE", "dirName:O=Fabrikam", "URI:secret.example.com",
    ];

    private readonly Random die;
    private readonly PathScene scene = new();
    private readonly List<byte[]> between = [];
    private readonly List<byte[]> roots = [];

    public RandomHierarchy(int seed)
    {
        die = new Random(seed);
        var generations = One(3) ? 2 + die.Next(2) : 1;
        for (var i = 0; i < generations; i++)
        {
            roots.Add(Sign(Limited(CA("Root", $"root {i}", "Root", $"root {i}"), isRoot: true), $"root {i}"));
        }

        for (var i = 1; i < generations; i++)
        {
            Link($"root {i}", $"root {i - 1}");
            Link($"root {i - 1}", $"root {i}");
        }

        Anchors = One(3) ? [.. roots] : [roots[die.Next(generations)]];
        between.AddRange(roots.Except(Anchors));
        var (issuer, signer) = ("Root", $"root {die.Next(generations)}");
        foreach (var level in Enumerable.Range(1, die.Next(4)))
        {
            var (name, key) = ($"CA {level}", $"ca {level}");
            between.Add(Sign(Limited(CA(name, key, issuer, signer), isRoot: false), One(30) ? "stranger" : signer));
            if (One(6))
            {
                between.Add(Sign(Limited(CA(name, key, "Other", "other"), isRoot: false), "other"));
                Anchors = [.. Anchors, Sign(CA("Other", "other", "Other", "other"), "other")];
            }

            if (One(5))
            {
                between.Add(Sign(Limited(CA(name, key + " next", issuer, signer), isRoot: false), signer));
                key = One(2) ? key + " next" : key;
            }

            (issuer, signer) = (name, key);
        }

        Target = Sign(Leaf(issuer, signer), signer);
    }

    public byte[] Target { get; }

    public IReadOnlyList<byte[]> Between => between;

    public IReadOnlyList<byte[]> Anchors { get; }

    private bool One(int of) => die.Next(of) == 0;

    private T Any<T>(IReadOnlyList<T> of) => of[die.Next(of.Count)];

    private CertificateForge CA(string name, string key, string issuer, string signer) => scene.Forge(name, key, issuer, signer) with
    {
        Subject = Name(name), Issuer = Name(issuer), NotAfter = One(40) ? TestCA.Start.AddDays(3) : TestCA.Start.AddYears(10),
    };

    private static string Name(string name) => $"CN={name},O=Contoso,C=DE";

    private byte[] Sign(CertificateForge forge, string signer) => scene.Signed(forge, signer);

    private void Link(string key, string signer)
    {
        if (!One(3))
        {
            between.Add(Sign(CA("Root", key, "Root", signer), signer));
        }
    }

    private CertificateForge Limited(CertificateForge forge, bool isRoot)
    {
        var extensions = new Dictionary<string, byte[]>();
        if (One(4))
        {
            var permitted = One(2) ? [Any(Permitted), Any(Permitted)] : Array.Empty<string>();
            var excluded = One(2) || permitted.Length == 0 ? [Any(Excluded)] : Array.Empty<string>();
            extensions.Add("2.5.29.30", NameConstraintSet.Of(permitted, excluded).ToDer()!);
        }

        int? require = !isRoot && One(6) ? die.Next(3) : null;
        int? inhibitMapping = !isRoot && One(10) ? die.Next(2) : null;
        if (require is not null || inhibitMapping is not null)
        {
            extensions.Add("2.5.29.36", Constraints(require, inhibitMapping));
        }

        if (!isRoot && One(8))
        {
            extensions.Add("2.5.29.33", Mapping(Any(PolicyIds[..3]), Any(PolicyIds[..3])));
        }

        return forge with
        {
            PathLength = One(4) ? die.Next(3) : null,
            Usages = One(8) ? [Any([ServerAuth, ServerAuth, ClientAuth])] : [],
            Policies = isRoot || One(3) ? null : Policies(),
            InhibitAnyPolicy = !isRoot && One(8) ? die.Next(2) : null,
            IsCA = !One(60),
            Extensions = extensions,
            Critical = ["2.5.29.30", "2.5.29.33", "2.5.29.36"],
        };
    }

    private CertificateForge Leaf(string issuer, string signer)
    {
        var name = One(4) ? "CN=leaf" : One(4) ? "CN=leaf,O=Fabrikam" : Name("leaf");
        return CA("leaf", "leaf", issuer, signer) with
        {
            Subject = name,
            IsCA = false,
            Usages = [ServerAuth],
            Policies = One(3) ? null : Policies(),
            Extensions = new() { ["2.5.29.17"] = Alternatives() },
        };
    }

    private string[] Policies() => One(3) ? [PolicyIds[3]] : [.. new[] { Any(PolicyIds), Any(PolicyIds) }.Distinct()];

    private byte[] Alternatives()
    {
        var names = new List<(int Tag, byte[] Value)> { (2, Text(Any(["www.example.com", "secret.example.com", "www.example.org"]))) };
        if (One(3))
        {
            names.Add((7, Any([[10, 0, 0, 1], [10, 1, 0, 1], new byte[] { 192, 168, 0, 1 }])));
        }

        if (One(4))
        {
            names.Add((1, Text(Any(["me@example.com", "me@www.example.com", "you@example.org"]))));
        }

        if (One(4))
        {
            names.Add((6, Text(Any(["https://www.example.com/x", "https://secret.example.com/", "ldap://a.b.example.com/"]))));
        }

        return CertificateForge.Write(w =>
        {
            using (w.PushSequence())
            {
                foreach (var (tag, value) in names)
                {
                    w.WriteOctetString(value, new Asn1Tag(TagClass.ContextSpecific, tag));
                }
            }
        });
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Constraints(int? require, int? inhibitMapping) => CertificateForge.Write(w =>
    {
        using (w.PushSequence())
        {
            foreach (var (tag, count) in new[] { (0, require), (1, inhibitMapping) }.Where(c => c.Item2 is not null))
            {
                w.WriteInteger(count!.Value, new Asn1Tag(TagClass.ContextSpecific, tag));
            }
        }
    });

    private static byte[] Mapping(string issuers, string subjects) => CertificateForge.Write(w =>
    {
        using (w.PushSequence())
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(issuers);
            w.WriteObjectIdentifier(subjects);
        }
    });
}
