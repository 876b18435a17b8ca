using System.Diagnostics;

namespace Trstctl.Module.Tests.Store;

/// <summary>How a killed run ended: what stood on the disk then, and whether the work had begun and ended.</summary>
internal sealed record Kill(bool Began, bool Ended, int Points)
{
    public bool MidWork => Began && !Ended;
}

/// <summary>
/// A store with one ceremony ready for every operation, kept as an image; each kill gets a fresh copy of it, a process of its own
/// that does the work, and a SIGKILL.
/// </summary>
internal sealed class KillLab : IDisposable
{
    private const string Prepare = """
        $root = Make-Root 'CN=Root'
        $other = Make-Root 'CN=Other'
        $rotated = Make-Root 'CN=Rotated'
        $null = Make-QuorumRoot 'CN=Vault'
        $null = Make-QuorumRoot 'CN=Second Vault'
        $ids = @{
            start = '-'
            approve = (Sign (Start-It Root (New-TrstCASpec 'CN=Approved' -Validity 20y)) 0, 1).CeremonyId
            deny = (Sign (Start-It Root (New-TrstCASpec 'CN=Denied' -Validity 20y)) 0, 1).CeremonyId
            root = (Approved Root (New-TrstCASpec 'CN=New' -Validity 20y)).CeremonyId
            intermediate = (Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Root' }).CeremonyId
            rotation = (Approved Rotation $rotated).CeremonyId
            'quorum-root' = (Approved Root (New-TrstCASpec 'CN=New Vault' -Validity 20y)).CeremonyId
            'quorum-intermediate' = (Approved Intermediate (New-TrstCASpec 'CN=Quorum Sub' -Validity 5y) @{ Issuer = 'Vault' }).CeremonyId
            reshare = (Approved Roster (New-TrstRoster -Base (Get-TrstRoster) -Remove Erin)).CeremonyId
            'cross-sign' = (Approved CrossSign $other.Certificate @{ Issuer = 'Root' }).CeremonyId
            destroy = (Approved DestroyKey 'Second Vault').CeremonyId
            suspend = '-'
        }
        """;

    // Suspended, with a restoring ceremony ready, and one that waits.
    private const string PrepareSuspended = """
        $waiting = Sign (Start-It Root (New-TrstCASpec 'CN=Waiting' -Validity 20y)) 0, 1, 2
        $null = Suspend-TrstTenant -Confirm:$false -Reason 'card lost' -Certificate $custodians[4]
        $ids = @{ resume = (Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2).CeremonyId }
        """;

    private const string PrepareGenesis = """
        $null = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
        $ids = @{ roster = (Sign (Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)) 0, 1, 2, 3, 4).CeremonyId }
        """;

    // A store whose keys exist and whose place is still free.
    private const string PrepareNothing = """
        $null = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
        $ids = @{ initialize = '-' }
        """;

    private static readonly string Target = Path.Combine(BuildOutput.KillTarget, "Trstctl.KillTarget.dll");
    private readonly string image = Directory.CreateTempSubdirectory("trst-image-").FullName;

    private KillLab(bool found, string preparation)
    {
        Founded = new Founded(found: found);
        Founded.Run(preparation);
        Founded.Run("Get-TrstStore | Disconnect-TrstStore");
        if (preparation == PrepareNothing)
        {
            Directory.Delete(Founded.PathOf("store"), recursive: true);
        }

        Founded.Copy(Founded.Shell.TempFolder, image);
    }

    public Founded Founded { get; }

    public static KillLab OfOperations() => new(true, Prepare);

    public static KillLab OfGenesis() => new(false, PrepareGenesis);

    public static KillLab OfSuspension() => new(true, PrepareSuspended);

    public static KillLab OfInitialization() => new(false, PrepareNothing);

    /// <summary>Runs the operation until it dies at the persistence point with this number; 0 lets it live.</summary>
    public Kill KillAt(string operation, int point)
    {
        using var process = Start(operation, point.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Read(process);
    }

    /// <summary>Runs the operation and kills it this long after it began.</summary>
    public Kill KillAfter(string operation, TimeSpan delay)
    {
        using var process = Start(operation, "wait");
        if (process.StandardOutput.ReadLine() != "begin")
        {
            throw new InvalidOperationException(process.StandardError.ReadToEnd());
        }

        // Spinning: a sleep is as coarse as the work is long.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < delay;)
        {
            Thread.SpinWait(50);
        }

        process.Kill();
        return Read(process) with { Began = true };
    }

    /// <summary>How long the operation takes from its beginning to its end, once warm.</summary>
    public TimeSpan Measure(string operation)
    {
        using var process = Start(operation, "wait");
        process.StandardOutput.ReadLine();
        var clock = Stopwatch.StartNew();
        process.StandardOutput.ReadLine();
        var taken = clock.Elapsed;
        process.Kill();
        process.WaitForExit();
        return taken;
    }

    public void Dispose()
    {
        Founded.Dispose();
        Directory.Delete(image, recursive: true);
    }

    private static Kill Read(Process process)
    {
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var end = lines.FirstOrDefault(line => line.StartsWith("end ", StringComparison.Ordinal));
        return errors.Length == 0
            ? new Kill(lines.Contains("begin"), end is not null, end is null ? 0 : int.Parse(end[4..]))
            : throw new InvalidOperationException(errors);
    }

    private Process Start(string operation, string death)
    {
        var folder = Founded.Shell.TempFolder;
        foreach (var name in Directory.GetDirectories(folder))
        {
            Directory.Delete(name, recursive: true);
        }

        Founded.Copy(image, folder);
        return Process.Start(new ProcessStartInfo("dotnet", [Target, folder, operation, Id(operation), death])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TieredCompilation"] = "1" },
        })!;
    }

    public string Id(string operation) => Founded.Get<string>($"$ids['{operation}']");
}
