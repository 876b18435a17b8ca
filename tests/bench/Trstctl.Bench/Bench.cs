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
    private readonly SigningIdentity ops;
    private readonly bool isGuest;

    /// <param name="rsa">True gives the custodians RSA-3072 keys, false P-256.</param>
    /// <param name="folder">Is kept; null makes one for this time.</param>
    public Bench(int needed, int voters, bool rsa = false, string? folder = null)
    {
        isGuest = folder is not null;
        Folder = folder ?? Directory.CreateTempSubdirectory("trstctl-bench-").FullName;
        KeyFile.Create(Path.Combine(Folder, "ledger.key"));
        connection = Store.Initialize(Path.Combine(Folder, "store"), Options());
        ops = Identity("ops", ECDsa.Create(ECCurve.NamedCurves.nistP256));
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

    /// <summary>Another process at the same store, with the same keys and a client of its own.</summary>
    public Bench(string folder, int needed, int voters)
    {
        (Folder, Needed, isGuest) = (folder, needed, true);
        ops = Saved("ops");
        custodians = [.. Enumerable.Range(1, voters).Select(i => Saved($"Custodian {i}"))];
        connection = Store.Connect(Path.Combine(folder, "store"), Options());
    }

    /// <summary>In a folder that is kept, the store that is there; null makes one for this time.</summary>
    public static Bench At(string? folder, int needed, int voters) => folder is null ? new Bench(needed, voters)
        : Directory.Exists(Path.Combine(folder, "store")) ? new Bench(folder, needed, voters)
        : new Bench(needed, voters, folder: Directory.CreateDirectory(folder).FullName);

    public string Folder { get; }

    public int Needed { get; }

    public StoreConnection Connection => connection;

    public IReadOnlyList<SigningIdentity> Custodians => custodians;

    public SigningIdentity Operator => ops;

    /// <summary>Another connection to the store, which has read nothing yet.</summary>
    public StoreConnection Connect() => Store.Connect(Path.Combine(Folder, "store"), Options());

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
        for (var custodian = 0; custodian < (who ?? Needed); custodian++)
        {
            ceremony = ApproveAs(custodian, ceremony);
        }

        return ceremony;
    }

    public CeremonyRecord ApproveAs(int custodian, CeremonyRecord ceremony) => new CeremonyService(connection)
        .Decide(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, custodians[custodian], null);

    public PlanReview Review(CeremonyRecord ceremony) => new CeremonyService(connection).Review(ceremony.CeremonyId);

    /// <summary>With the quorum's shares, where the plan opens a key.</summary>
    public void Execute(CeremonyRecord ceremony) => new CeremonyService(connection).Execute(
        ceremony.CeremonyId,
        new ExpectedPlan(),
        new ExecutionOptions { Executor = ops, ShareHolders = [.. custodians.Take(Needed).Select(c => new ShareHolder(c, [], []))] });

    /// <summary>The bytes that each commit of a ceremony wrote: event, checkpoint, rows and sealed keys.</summary>
    public IReadOnlyList<int> CommitSizes(CeremonyRecord ceremony) => connection.Read((work, ledger) =>
    {
        var state = ledger!.State;
        var record = state.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony.CeremonyId)!;
        var sizes = record.Statements.Select(word => word.Sequence).Prepend(record.StartedAt).Append(record.CompletedAt!.Value)
            .Select(sequence => (Event: work.Event(sequence)!, Note: work.Checkpoint(sequence + 1)!))
            .Select(row => row.Event.Header.Length + row.Event.Salt.Length + row.Event.Data.Length + row.Note.Length
                + record.ToBytes().Length)
            .ToArray();
        var made = record.Results.Select(id => state.Find<AuthorityRecord>(AuthorityRecord.KindName, id)!).ToArray();
        sizes[^1] += made.Sum(authority => authority.ToBytes().Length + work.SealedKey(authority.KeyId!, 1)!.Length);
        return sizes;
    });

    /// <summary>The roster in force, as it would be proposed again.</summary>
    public RosterDraft Roster(int? needed = null)
    {
        var current = connection.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster);
        return new RosterDraft(current.Principals, needed ?? current.Threshold, current.Policy, current.Digest);
    }

    public void Dispose()
    {
        connection.Dispose();
        if (!isGuest)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private ConnectionOptions Options() => new()
    {
        LedgerSecret = new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = Path.Combine(Folder, "ledger.key") },
        ClientStatePath = Path.Combine(Folder, "client"),
        LockTimeout = TimeSpan.FromHours(1),
    };

    private SigningIdentity Saved(string name) => SigningIdentity.From(X509CertificateLoader.LoadPkcs12(
        File.ReadAllBytes(Path.Combine(Folder, name + ".pfx")), null, X509KeyStorageFlags.Exportable));

    private SigningIdentity Identity(string name, AsymmetricAlgorithm key)
    {
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddYears(1));
        File.WriteAllBytes(Path.Combine(Folder, name + ".pfx"), certificate.Export(X509ContentType.Pfx));
        return SigningIdentity.From(certificate);
    }

    private static Principal Entry(SigningIdentity identity, PrincipalRoles roles)
    {
        var name = new CertificateView(identity.Certificate).CommonName;
        return new Principal(name, name, roles, identity.Certificate, roles == PrincipalRoles.Custodian ? identity.Certificate : null);
    }
}
