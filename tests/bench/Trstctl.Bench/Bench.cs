using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Bench;

/// <summary>A founded store in a folder of its own, m of n custodians and an operator, all at one console.</summary>
internal sealed class Bench : IDisposable
{
    private readonly StoreConnection connection;
    private readonly IReadOnlyList<SigningIdentity> custodians;
    private readonly SigningIdentity ops = Identity("ops", ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="rsa">True gives the custodians RSA-3072 keys, false P-256.</param>
    public Bench(int needed, int voters, bool rsa = false)
    {
        Folder = Directory.CreateTempSubdirectory("trstctl-bench-").FullName;
        var keyFile = Path.Combine(Folder, "ledger.key");
        KeyFile.Create(keyFile);
        connection = Store.Initialize(Path.Combine(Folder, "store"), new ConnectionOptions
        {
            LedgerSecret = new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = keyFile },
            ClientStatePath = Path.Combine(Folder, "client"),
        });
        custodians = [.. Enumerable
            .Range(1, voters)
            .Select(i => Identity($"Custodian {i}", rsa ? RSA.Create(3072) : ECDsa.Create(ECCurve.NamedCurves.nistP256)))];
        Needed = needed;
        var principals = custodians.Select(c => Entry(c, PrincipalRoles.Custodian)).Append(Entry(ops, PrincipalRoles.Operator)).ToArray();
        var genesis = Start(
            new CeremonyRequest {
                Operation = "Roster", Roster = new RosterDraft(principals, needed, new RosterPolicy(AllowsOperationalRoots: true)) });
        Approve(genesis, voters);
        Execute(genesis);
    }

    public string Folder { get; }

    public int Needed { get; }

    /// <param name="warn">Whether the opener hears whom the plan would leave behind.</param>
    public CeremonyRecord Start(CeremonyRequest request, bool warn = false) =>
        new CeremonyService(connection).Start(request, ops, default, warn ? _ => { } : null);

    public CeremonyRecord StartRoot(string name, CustodyKind custody, string algorithm = "ECDSA-P384") => Start(
        new CeremonyRequest {
            Operation = "Root",
            Spec = new CASpecInput {
                Subject = $"CN={name}", Validity = "20y", KeyAlgorithm = algorithm, Custody = custody.ToString() }.Build() });

    /// <summary>The quorum approves, or the first so many.</summary>
    public CeremonyRecord Approve(CeremonyRecord ceremony, int? who = null)
    {
        foreach (var custodian in custodians.Take(who ?? Needed))
        {
            ceremony = new CeremonyService(connection).Decide(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, custodian, null);
        }

        return ceremony;
    }

    /// <summary>With the quorum's shares, where the plan opens a key.</summary>
    public void Execute(CeremonyRecord ceremony) => new CeremonyService(connection).Execute(
        ceremony.CeremonyId,
        new ExpectedPlan(),
        new ExecutionOptions { Executor = ops, ShareHolders = [.. custodians.Take(Needed).Select(c => new ShareHolder(c, [], []))] });

    /// <summary>The roster in force, as it would be proposed again.</summary>
    public RosterDraft Roster(int? needed = null)
    {
        var current = connection.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster);
        return new RosterDraft(current.Principals, needed ?? current.Threshold, current.Policy, current.Digest);
    }

    public void Dispose()
    {
        connection.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static SigningIdentity Identity(string name, AsymmetricAlgorithm key)
    {
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        return SigningIdentity.From(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddYears(1)));
    }

    private static Principal Entry(SigningIdentity identity, PrincipalRoles roles)
    {
        var name = new CertificateView(identity.Certificate).CommonName;
        return new Principal(name, name, roles, identity.Certificate, roles == PrincipalRoles.Custodian ? identity.Certificate : null);
    }
}
