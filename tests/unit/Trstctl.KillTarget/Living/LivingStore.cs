using System.Diagnostics;
using System.Globalization;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Rosters;

namespace Trstctl.KillTarget.Living;

/// <summary>One store that goes on living: process after process works at it and is killed, and after each the judge looks.</summary>
internal static class LivingStore
{
    private const int BetweenAudits = 100;

    /// <summary>Prints what happened; 0 where nothing was half done.</summary>
    public static int Run(int kills, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("trst-living-").FullName;
        Console.WriteLine($"seed {seed}, {kills} kills of one store in {folder}");
        Found(folder);
        var judge = new Judge(folder);
        var said = new List<string>();
        var halves = judge.Faults().Count;
        var clock = Stopwatch.StartNew();
        for (var kill = 1; kill <= kills; kill++)
        {
            said.AddRange(Kill(folder, seed + kill));
            var faults = judge.Faults();
            if (kill % BetweenAudits == 0 || kill == kills)
            {
                faults = [.. faults, .. judge.AuditFaults()];
                Console.WriteLine($"{kill} kills, {judge.Size} events, {halves} halves, {clock.Elapsed.TotalSeconds:0} s");
            }

            if (faults.Count > 0)
            {
                halves++;
                Console.WriteLine($"after kill {kill}:\n  {string.Join("\n  ", faults.Take(20))}");
                Work.Copy(folder, folder + "-" + kill.ToString(CultureInfo.InvariantCulture));
            }
        }

        Report(judge, said);
        Console.WriteLine($"{kills} kills, {halves} halves, {judge.Size} events, {clock.Elapsed.TotalSeconds:0} s, seed {seed}");
        if (halves == 0)
        {
            Directory.Delete(folder, recursive: true);
        }

        return halves == 0 ? 0 : 1;
    }

    private static void Found(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "shares"));
        Directory.CreateDirectory(Path.Combine(folder, "elsewhere"));
        KeyFile.Create(Path.Combine(folder, "ledger.key"));
        KeyFile.Create(Path.Combine(folder, "custody.key"));
        People.Make(folder);
        using var connection = Store.Initialize(Path.Combine(folder, "store"), Life.Options(folder));
        var (service, ops) = (new CeremonyService(connection), People.Load(folder, People.Operator));
        var genesis = service.Start(
            new CeremonyRequest
            {
                Operation = "Roster",
                Roster = new RosterDraft(People.Roster(folder), 3, new RosterPolicy(AllowsOperationalRoots: true)),
            },
            ops);
        foreach (var name in People.Custodians)
        {
            service.Decide(genesis.CeremonyId, Decision.Approve, genesis.PlanDigest, People.Load(folder, name), null);
        }

        service.Execute(genesis.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = ops });
    }

    private static string[] Kill(string folder, int seed)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [typeof(LivingStore).Assembly.Location, "life", folder, seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Who is killed would leave the runtime's own pipes behind.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return errors.Result.Length == 0 ? lines : throw new InvalidOperationException(errors.Result);
    }

    private static void Report(Judge judge, List<string> said)
    {
        var acts = said.Where(line => line.StartsWith("act ", StringComparison.Ordinal)).ToArray();
        var unfinished = acts.Length - said.Count(line => line == "done" || line.StartsWith("refused ", StringComparison.Ordinal));
        Console.WriteLine("begun: " + Counts(acts.Select(act => act[4..])));
        Console.WriteLine($"killed in the middle of an act: {unfinished}");
        Console.WriteLine("completed: " + string.Join(", ", judge.Completed.Select(group => $"{group.Count()} {group.Key}")));
        Console.WriteLine("refused: " + Counts(said.Zip(said.Skip(1))
            .Where(pair => pair.Second.StartsWith("refused ", StringComparison.Ordinal))
            .Select(pair => $"{pair.First[4..]} {pair.Second.Split(' ')[1]}")));
    }

    private static string Counts(IEnumerable<string> names) => string.Join(", ", names
        .GroupBy(name => name)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Count()} {group.Key}"));
}
