using System.Security;
using Trstctl.Asn1;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.Statements;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// Searches the memory of this very process, which dealt a CA's key to a quorum, asked for its shares, released them (out of an
/// envelope to an RSA key, out of one to an elliptic-curve key, out of a share file), rebuilt the key, signed with it and ended.
/// </summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Openings = 10;
    private const string Carol = "Carol";

    private static readonly SigningIdentity AlicesSafe = Person.Create("Alice's safe", KeyAlgorithm.Rsa3072);

    [TheoryOnLinux]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    [Trait("Conformance", "K01")]
    public void NoShareIsInMemoryAfterItWasUsedAndNoKeyThatItOpens(string algorithm)
    {
        var search = new MemorySearch();
        using var world = World.Unfounded();
        var masking = new MaskingCustody(world.Custody.Inner, search);
        world.Connection.Custody = masking;
        Found(world);
        var file = Path.Combine(world.Folder, "carol.share");
        using var words = new SecretBytes(512);
        var length = MakeRoot(world, algorithm, file, words);
        search.AddText("Carol's password", words.Bytes.AsSpan(0, length));
        for (var opening = 0; opening < Openings; opening++)
        {
            Open(world, opening, file, words.Bytes.AsSpan(0, length));
        }

        words.Dispose();
        var found = search.Run();
        var kept = search.Unmasked();
        var control = search.Run();
        GC.KeepAlive(kept);

        output.WriteLine(string.Join(Environment.NewLine, found.Select(f => $"{f.Key}: {f.Value}")));
        Assert.Equal(Openings, masking.Opened);
        Assert.True(control.Values.Sum() > found.Values.Sum(), "the search does not find a copy that is there");

        // The numbers of an RSA key stand in what the platform's native code freed (docs/security.md, Memory).
        var promised = found.Where(f => algorithm.StartsWith("ECDSA", StringComparison.Ordinal) || !IsPrivateKey(f.Key)).ToArray();
        Assert.True(promised.Length >= 7);
        Assert.All(promised, f => Assert.True(f.Value == 0, $"{f.Key} is in memory {f.Value} times"));
    }

    private static bool IsPrivateKey(string name) => name.StartsWith("private", StringComparison.Ordinal);

    // Alice signs with one key, and what is sealed to her waits for an RSA key. Carol's card can only sign.
    private static void Found(World world)
    {
        var people = World.Draft().Principals.Select(p => p.Name switch
        {
            "Alice" => new Principal(p.Name, p.Person, p.Roles, p.SigningCertificate, AlicesSafe.Certificate),
            Carol => new Principal(p.Name, p.Person, p.Roles, p.SigningCertificate, null),
            _ => p,
        });
        var founding = world.Service.Start(
            new CeremonyRequest { Operation = "Roster", Roster = World.Draft() with { Principals = [.. people] } }, World.Ops);
        world.Service.Decide(
            founding.CeremonyId, Decision.Approve, founding.PlanDigest, World.Custodians[0], null, sealing: AlicesSafe);
        world.Approve(founding, 1, 2, 3, 4);
        world.Service.Execute(founding.CeremonyId, new ExpectedPlan(), World.Present());
    }

    private static int MakeRoot(World world, string algorithm, string file, SecretBytes words)
    {
        var length = 0;
        var spec = new CASpecInput { Subject = "CN=Root", Validity = "10y", KeyAlgorithm = algorithm }.Build();
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = spec }, World.Ops), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = World.Ops,
            Delivery = new ShareDelivery(
                new Dictionary<string, string> { [Carol] = file },
                (_, password) => password.Bytes.AsSpan(0, length = password.Length).CopyTo(words.Bytes)),
        });
        return length;
    }

    private static void Open(World world, int opening, string file, ReadOnlySpan<byte> words)
    {
        using var password = new SecureString();
        foreach (var letter in words)
        {
            password.AppendChar((char)letter);
        }

        var ceremony = world.Approve(world.StartIntermediate(subject: $"CN=Issuing {opening}"), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = World.Ops,
            ShareHolders =
            [
                World.Holder(World.Custodians[0]) with { Sealing = AlicesSafe },
                World.Holder(World.Custodians[1]),
                new ShareHolder(World.Custodians[2], [file], [password]),
            ],
            Timeout = TimeSpan.Zero,
        });
    }

    /// <summary>Sees what has to be gone, and keeps it masked.</summary>
    private sealed class MaskingCustody(IKeyCustody inner, MemorySearch search) : IKeyCustody
    {
        public int Opened { get; private set; }

        public IOpenKey Generate(KeyAlgorithm algorithm) => inner.Generate(algorithm);

        public byte[] Seal(SealedKeyHeader header, IOpenKey key) => inner.Seal(header, key);

        public IOpenKey Open(byte[] record, SealedKeyHeader expected) => inner.Open(record, expected);

        public (byte[] Record, IReadOnlyList<KeyShare> FileShares) Deal(
            SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders)
        {
            using var pkcs8 = SoftwareKey.ExportPkcs8(key);
            var structure = DerElement.Read(pkcs8.Bytes, "key")[2].Inner();
            if (key.Algorithm.Family == KeyFamily.Ecdsa)
            {
                Remember("private scalar", structure[1]);
            }
            else
            {
                // RFC 8017 A.1.2: version, n, e, d, p, q, d mod (p-1), d mod (q-1), coefficient.
                foreach (var (name, place) in new[] { ("d", 3), ("p", 4), ("q", 5), ("dp", 6), ("dq", 7), ("coefficient", 8) })
                {
                    Remember("private " + name, structure[place]);
                }
            }

            return inner.Deal(header, key, needed, epoch, holders);

            void Remember(string name, DerElement number)
            {
                var from = pkcs8.Bytes[number.ContentOffset] == 0 ? number.ContentOffset + 1 : number.ContentOffset;
                search.Add(name, pkcs8.Bytes.AsSpan(from, number.End - from));
            }
        }

        public IOpenKey OpenShared(
            byte[] record, SealedKeyHeader expected, int needed, int epoch, IReadOnlyList<string> custodians,
            IReadOnlyList<KeyShare> shares)
        {
            if (Opened++ == 0)
            {
                // Those who did not come have a share too.
                for (var x = 0; x <= custodians.Count; x++)
                {
                    using var point = Shamir.Interpolate(QuorumDealing.Points(shares), x);
                    search.Add(x == 0 ? "key encryption key" : $"share of {custodians[x - 1]}", point.Bytes);
                }
            }

            return inner.OpenShared(record, expected, needed, epoch, custodians, shares);
        }
    }
}
