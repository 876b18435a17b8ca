using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Keys;
using Trstctl.Rosters;
using Trstctl.Statements;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.KillTarget.Living;

/// <summary>One process at the living store: does one thing after another that its people would do, until it dies in one of the first at
/// an instant that its seed draws. It says what it does, and what was refused.</summary>
internal sealed class Life
{
    private const int Most = 12;
    private readonly string folder;
    private readonly Random random;
    private readonly ShiftedClock clock = new();
    private readonly StoreConnection connection;
    private int writesLeft = int.MaxValue;

    private Life(string folder, int seed)
    {
        this.folder = folder;
        random = new Random(seed);
        var options = Options(folder, clock);
        var (store, keys) = Open(folder, options);
        connection = new StoreConnection(
            StoreFolder.Open(Path.Combine(folder, "store")), options, new KillingStore(store, new KillPoints(Pass)), keys);
    }

    private SigningIdentity Ops => People.Load(folder, People.Operator);

    private CeremonyService Service => new(connection);

    public static void Live(string folder, int seed)
    {
        var life = new Life(folder, seed);
        var last = life.random.Next(3);
        for (var i = 0; i < Most; i++)
        {
            if (i == last)
            {
                life.Doom();
            }

            life.Try();
        }

        Death.Now();
    }

    public static ConnectionOptions Options(string folder, IClock? clock = null) => new()
    {
        LedgerSecret = Secret(folder, "ledger.key"),
        CustodySecret = Secret(folder, "custody.key"),
        ClientStatePath = Path.Combine(folder, "client"),
        Clock = clock ?? new SystemClock(),
    };

    private static ProtectorSecret Secret(string folder, string name) =>
        new() { Kind = ProtectorKind.KeyFile, KeyFilePath = Path.Combine(folder, name) };

    private static (SqliteTenantStore Store, TenantKeys Keys) Open(string folder, ConnectionOptions options)
    {
        var store = SqliteTenantStore.Open(StoreFolder.Open(Path.Combine(folder, "store")).DemandTenantFile("default"), readOnly: false);
        using var work = store.Read();
        return (store, TenantKeys.Open(work, options));
    }

    // At any instant of a long act, or close to a write: what a commit consists of takes a thousandth of the time.
    private void Doom()
    {
        if (random.Next(5) < 2)
        {
            Death.After(TimeSpan.FromMilliseconds(random.NextDouble() * 3000));
        }
        else
        {
            writesLeft = random.Next(1, 31);
        }
    }

    private void Pass(int point)
    {
        if (--writesLeft == 0)
        {
            Death.After(TimeSpan.FromMilliseconds(random.NextDouble() * 4));
        }
    }

    private void Try()
    {
        try
        {
            Act();
            Console.WriteLine("done");
        }
        catch (TrstException e)
        {
            Console.WriteLine($"refused {e.Id} {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Say(string act) => Console.WriteLine("act " + act);

    private void Act()
    {
        var open = All<CeremonyRecord>(CeremonyRecord.KindName).Where(c => c.Status == CeremonyStatus.Pending).ToArray();
        var ahead = connection.Read((_, ledger) => ledger!.LastTime) > DateTime.UtcNow.AddHours(1);
        var isSuspended = connection.Read((_, ledger) => TenantRecord.Of(ledger!.State).Suspensions.Count > 0);
        var only = ahead ? "CorrectClock" : isSuspended ? "Resume" : null;
        var eligible = open.Where(c => only is null || c.Operation == only).ToArray();
        if (eligible.Length == 0 || (only is null && eligible.Length < 3))
        {
            Start(only);
            return;
        }

        // What every other act gets in the way of goes first as a rule.
        var delicate = eligible.Where(c => c.Operation is "Roster" or "LedgerKey").ToArray();
        var next = delicate.Length > 0 && random.Next(4) > 0 ? delicate : eligible;
        Advance(next[random.Next(next.Length)], isPlain: only is null);
    }

    private void Advance(CeremonyRecord ceremony, bool isPlain)
    {
        var who = People.Custodians[random.Next(5)];
        switch (isPlain ? random.Next(60) : 59)
        {
            case 0:
                Say("deny");
                Decide(ceremony, Decision.Deny, who);
                return;
            case 1:
                Say("withdraw");
                Decide(ceremony, Decision.Withdraw, who);
                return;
            case 2:
                Say("stop");
                Service.Stop(ceremony.CeremonyId, Ops, "no");
                return;
            case 3:
                Say("drill");
                new Drill(connection).Run(new ShareHolder(People.Load(folder, "Alice"), [], []));
                return;
            case 4:
                Say("suspend");
                new Suspension(connection).Suspend(People.Load(folder, who), "card lost");
                return;
            case 5 when ceremony.WaitingFor.Contains("Dave"):
                Say("approve ahead");
                try
                {
                    clock.Shift = TimeSpan.FromHours(3);
                    Decide(ceremony, Decision.Approve, "Dave");
                }
                finally
                {
                    clock.Shift = TimeSpan.Zero;
                }

                return;
            default:
                Run(ceremony);
                return;
        }
    }

    private void Run(CeremonyRecord ceremony)
    {
        if (!ceremony.HasQuorum && ceremony.WaitingFor.FirstOrDefault() is { } next)
        {
            Say("approve");
            Decide(ceremony, Decision.Approve, next);
            return;
        }

        Say("execute " + ceremony.Operation);
        try
        {
            Execute(ceremony);
        }
        catch (TrstException e)
        {
            // Something else was done since it was planned: it is begun anew.
            Service.Stop(ceremony.CeremonyId, Ops, e.Id.ToString());
            throw;
        }
    }

    private void Execute(CeremonyRecord ceremony) =>
        Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = Ops,

            // As many as the highest threshold needs.
            ShareHolders = [.. People.Custodians.Take(4).Select(name => new ShareHolder(People.Load(folder, name), [], []))],
            Timeout = TimeSpan.Zero,
            Delivery = new ShareDelivery(
                new Dictionary<string, string>
                {
                    ["Erin"] = Path.Combine(folder, "shares", ceremony.CeremonyId + "." + Guid.NewGuid().ToString("N")),
                },
                (_, _) => { }),
            ImportKey = () => SoftwareKey.FromPkcs8(
                File.ReadAllBytes(Path.Combine(folder, "elsewhere", ceremony.Title["CN=".Length..])), KeyAlgorithm.EcdsaP256),
        });

    private void Decide(CeremonyRecord ceremony, Decision decision, string who) => Service.Decide(
        ceremony.CeremonyId, decision, ceremony.PlanDigest, People.Load(folder, who), decision == Decision.Approve ? null : "no");

    private void Start(string? only)
    {
        var request = Request(only ?? Operations[random.Next(Operations.Length)]);
        Say("start " + request.Operation);
        Service.Start(request, Ops);
    }

    private static readonly string[] Operations =
    [
        "Root", "Root", "Intermediate", "Intermediate", "Intermediate", "Rotation", "Renewal", "CrossSign", "Import", "Request", "Answer",
        "Retire", "Revoke", "DestroyKey", "Roster", "Roster", "LedgerKey", "LedgerKey",
    ];

    private CeremonyRequest Request(string operation)
    {
        var name = "CA " + Guid.NewGuid().ToString("N")[..8];
        var active = All<AuthorityRecord>(AuthorityRecord.KindName)
            .Where(a => a is { Status: AuthorityStatus.Active, KeyId: not null, KeyLostBy: null }).ToArray();
        var authority = active.Length == 0 ? null : active[random.Next(active.Length)].Name;
        var asked = All<CARequestRecord>(CARequestRecord.KindName).Where(r => !r.IsCompleted).ToArray();
        if (operation is "Answer" && asked.Length == 0)
        {
            operation = "Request";
        }

        // Each key in shares is dealt anew at every change of the roster: so there are never many.
        var custody = All<KeyRecord>(KeyRecord.KindName).Count(key => key.IsQuorum) < 4 ? "Quorum" : "Operational";
        return operation switch
        {
            "Intermediate" when authority is not null => new()
            {
                // Shorter than its issuer's rest.
                Operation = operation, Spec = Spec(name, custody, "5y"), Issuer = authority,
            },
            "CrossSign" when authority is not null => new()
            {
                Operation = operation, Issuer = authority, Target = Elsewhere.Root(name).Certificate,
            },
            "Import" => new()
            {
                Operation = operation, Target = Imported(name), Custody = random.Next(2) == 0 ? CustodyKind.Operational : null,
            },
            "Request" => new() { Operation = operation, Spec = Spec(name, custody) },
            "Answer" => new()
            {
                Operation = operation, Target = Elsewhere.Answer(asked[random.Next(asked.Length)], connection.Now),
            },
            "LedgerKey" => new() { Operation = operation, NewSealer = random.Next(2) == 0 },
            "CorrectClock" => new() { Operation = operation, KeepKeys = ["Dave"] },
            "Resume" => new() { Operation = operation },
            "Roster" => new() { Operation = operation, Roster = Change() },
            "Revoke" when authority is not null => new()
            {
                Operation = operation, Authority = authority, RevocationReason = RevocationReason.Superseded,
            },
            "Rotation" or "Renewal" or "Retire" or "DestroyKey" when authority is not null => new()
            {
                Operation = operation, Authority = authority,
            },
            _ => new() { Operation = "Root", Spec = Spec(name, custody) },
        };
    }

    private RosterDraft Change()
    {
        var current = connection.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster);
        return new RosterDraft(current.Principals, random.Next(2) + 3, current.Policy, current.Digest);
    }

    private byte[] Imported(string name)
    {
        var (certificate, key) = Elsewhere.Root(name);
        using (key)
        {
            File.WriteAllBytes(Path.Combine(folder, "elsewhere", name), key.ExportPkcs8PrivateKey());
        }

        return certificate;
    }

    private static CASpec Spec(string name, string custody, string validity = "10y") => new CASpecInput
    {
        Subject = $"CN={name}", Validity = validity, KeyAlgorithm = "ECDSA-P256", Custody = custody,
    }.Build();

    private T[] All<T>(string kind)
        where T : Trstctl.State.Document => connection.Read((_, ledger) => ledger!.State.All<T>(kind).ToArray());

    private sealed class ShiftedClock : IClock
    {
        public TimeSpan Shift { get; set; }

        public DateTime UtcNow => new SystemClock().UtcNow + Shift;
    }
}
