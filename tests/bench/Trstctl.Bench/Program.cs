using System.Globalization;
using Trstctl.Bench;

// What things cost, each beside what the machine itself allows; figures are of one run.
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- goals [short] [--store folder] [--only line] [authorities] [events]
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- dual-lock [keys]
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- key-files [times]
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- root [ceremonies]
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- session [times]
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- paths [CAs]
//   dotnet run -c Release --project tests/bench/Trstctl.Bench -- writers [processes]
int Count(int otherwise) => args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : otherwise;
switch (args.FirstOrDefault())
{
    case null or "goals":
        return Goals.Run([.. args.Skip(1)]);
    case "dual-lock":
        DualLock.Run(Count(100));
        return 0;
    case "key-files":
        KeyFiles.Run(Count(30));
        return 0;
    case "root":
        RootCeremony.Run(Count(60));
        return 0;
    case "session":
        Session.Run(Count(60));
        return 0;
    case "paths":
        PlannedPaths.Run(Count(50));
        return 0;
    case "writers":
        Writers.Run(Count(8));
        return 0;
    case "writer":
        Writers.Work(args[1], args[2]);
        return 0;
    default:
        Console.Error.WriteLine(
            $"There is no benchmark \"{args[0]}\": goals, dual-lock, key-files, root, session, paths or writers.");
        return 2;
}
