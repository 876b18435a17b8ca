using System.Diagnostics;
using System.Security.Cryptography;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.History;

namespace Trstctl.Bench;

/// <summary>
/// What connecting to a store costs an event, and auditing it, in processor time and in bytes allocated; beside the signatures alone that
/// the same history has verified. All keys are P-256. The garbage collector's share is in the processor time.
/// </summary>
internal static class ReplayCost
{
    private const int Times = 7;
    private const int Needed = 3;

    // The plan, the approvals, the execution statement, the certificate, and the new key's proof that it is in its record.
    private const int SignaturesEach = 1 + Needed + 3;

    // The plan, the approvals, the completion.
    private const int EventsEach = 1 + Needed + 1;

    public static void Run(int ceremonies)
    {
        using var bench = new Bench(Needed, 5);
        Make(bench, ceremonies);
        Measure(bench, ceremonies);
    }

    private static void Measure(Bench bench, int ceremonies)
    {
        var events = ceremonies * EventsEach;
        Spend("the signatures alone", events, SignaturesAlone(ceremonies * SignaturesEach));
        Spend("connect, and read all of it", events, () => Connect(bench));
        Spend("audit", events, () => Audit(bench));
    }

    private static void Make(Bench bench, int ceremonies)
    {
        bench.Execute(bench.Approve(bench.StartRoot("Root", CustodyKind.Operational, "ECDSA-P256")));
        for (var i = 1; i < ceremonies; i++)
        {
            bench.Execute(bench.Approve(i % 2 == 0
                ? bench.StartRoot($"Root {i}", CustodyKind.Operational, "ECDSA-P256")
                : bench.Start(new CeremonyRequest {
                    Operation = "Intermediate", Issuer = "Root",
                    Spec = new CASpecInput { Subject = $"CN=Sub {i}", Validity = "5y", KeyAlgorithm = "ECDSA-P256" }.Build() })));
        }
    }

    private static void Connect(Bench bench)
    {
        using var connection = bench.Connect();
        connection.Read((_, ledger) => ledger!.Size);
    }

    // The connection that runs it has read the store before; its own view is made anew by the audit.
    private static void Audit(Bench bench)
    {
        if (new LedgerAudit(bench.Connection).Run() is { Faults.Count: > 0 } report)
        {
            throw new InvalidOperationException(report.Faults[0]);
        }
    }

    private static Action SignaturesAlone(int count)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var data = RandomNumberGenerator.GetBytes(300);
        var signature = key.SignData(data, HashAlgorithmName.SHA256);
        return () =>
        {
            for (var i = 0; i < count; i++)
            {
                if (!key.VerifyData(data, signature, HashAlgorithmName.SHA256))
                {
                    throw new CryptographicException();
                }
            }
        };
    }

    // Once to warm up, then the median of each.
    private static void Spend(string what, int events, Action work)
    {
        work();
        using var process = Process.GetCurrentProcess();
        var spent = Enumerable.Range(0, Times).Select(_ =>
        {
            process.Refresh();
            var (time, bytes) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
            work();
            process.Refresh();
            return (Time: (process.TotalProcessorTime - time).TotalMilliseconds,
                Bytes: GC.GetTotalAllocatedBytes(precise: true) - bytes);
        }).ToArray();
        Figures.Each(
            what, events, spent.Select(s => s.Time).Order().ElementAt(Times / 2), spent.Select(s => s.Bytes).Order().ElementAt(Times / 2));
    }
}
