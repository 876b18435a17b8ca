using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.Rosters;
using Trstctl.Storage;

// Approvals per second into one store, beside what the disk allows: bare durable SQLite commits in the same run.
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- [ceremonies]
var ceremonies = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
var folder = Directory.CreateTempSubdirectory("trstctl-bench-").FullName;
try
{
    Print("bare durable commits", Commits(folder, 2000), 2000);
    Approvals(folder, ceremonies);
    Print("bare durable commits, again", Commits(folder, 2000), 2000);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Print(string what, TimeSpan time, int count) => Console.WriteLine(string.Format(
    CultureInfo.InvariantCulture, "{0,-32} {1,6} in {2,7:0.00} s  {3,8:0} a second", what, count, time.TotalSeconds, count / time.TotalSeconds));

static TimeSpan Commits(string folder, int count)
{
    using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Guid.NewGuid() + ".db")};Pooling=False");
    connection.Open();
    Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)");
    var body = RandomNumberGenerator.GetBytes(2048);
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < count; i++)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO t(body) VALUES($1)";
        command.Parameters.AddWithValue("$1", body);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    return watch.Elapsed;
}

static void Run(SqliteConnection connection, string sql)
{
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}

static void Approvals(string folder, int ceremonies)
{
    var keyFile = Path.Combine(folder, "ledger.key");
    KeyFile.Create(keyFile);
    using var connection = Store.Initialize(Path.Combine(folder, "store"), new ConnectionOptions
    {
        LedgerSecret = new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = keyFile },
        ClientStatePath = Path.Combine(folder, "client"),
    });
    var service = new CeremonyService(connection);
    var people = new[] { "Alice", "Bob", "Carol", "Dave", "Erin" }.Select(Identity).ToArray();
    var ops = Identity("ops");
    var principals = people.Select(p => Principal(p, PrincipalRoles.Custodian)).Append(Principal(ops, PrincipalRoles.Operator)).ToArray();
    var genesis = service.Start(new CeremonyRequest { Operation = "Roster", Roster = new RosterDraft(principals, 3, new RosterPolicy(AllowsOperationalRoots: true)) }, ops);
    foreach (var person in people)
    {
        service.Decide(genesis.CeremonyId, Decision.Approve, genesis.PlanDigest, person, null);
    }

    service.Execute(genesis.CeremonyId, new Assertions());
    var watch = Stopwatch.StartNew();
    var open = Enumerable.Range(0, ceremonies)
        .Select(i => service.Start(new CeremonyRequest { Operation = "Root", Spec = new CASpecInput { Subject = $"CN=Root {i}", Validity = "20y", Custody = "Operational" }.Build() }, ops))
        .ToArray();
    Print("ceremonies opened", watch.Elapsed, open.Length);
    watch.Restart();
    foreach (var ceremony in open)
    {
        foreach (var person in people[..3])
        {
            service.Decide(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, person, null);
        }
    }

    Print("approvals", watch.Elapsed, open.Length * 3);
    watch.Restart();
    foreach (var ceremony in open)
    {
        service.Execute(ceremony.CeremonyId, new Assertions());
    }

    Print("roots made (ECDSA-P384)", watch.Elapsed, open.Length);
}

static SigningIdentity Identity(string name)
{
    var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
    return SigningIdentity.From(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddYears(1)));
}

static Principal Principal(SigningIdentity identity, PrincipalRoles roles)
{
    var name = new CertificateView(identity.Certificate).CommonName;
    return new Principal(name, name, roles, identity.Certificate, roles == PrincipalRoles.Custodian ? identity.Certificate : null);
}
