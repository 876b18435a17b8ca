using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Store;

/// <summary>How a killed run ended: what stood on the disk then, and whether the work had begun and ended.</summary>
internal sealed record Kill(bool Began, bool Ended, int Points)
{
    public bool MidWork => Began && !Ended;
}

/// <summary>
/// A store in which one operation is ready, kept as an image; each run gets a fresh copy of it and a process of its own that does the
/// work, and gets a SIGKILL or copies the folder as it goes.
/// </summary>
internal sealed class KillLab : IDisposable
{
    // Each emits the id of a ceremony that is ready for the operation, or "-"; the store holds what the operation needs and no more.
    private static readonly Dictionary<string, string> Preparations = new()
    {
        ["start"] = "'-'",
        ["approve"] = "(Sign (Start-It Root (New-TrstCASpec 'CN=Approved' -Validity 20y)) 0, 1).CeremonyId",
        ["deny"] = "(Sign (Start-It Root (New-TrstCASpec 'CN=Denied' -Validity 20y)) 0, 1).CeremonyId",
        ["root"] = "(Approved Root (New-TrstCASpec 'CN=New' -Validity 20y -Custody Operational)).CeremonyId",
        ["intermediate"] =
            "$root = Make-Root; (Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Root' }).CeremonyId",
        ["rotation"] = "(Approved Rotation (Make-Root)).CeremonyId",
        ["cross-sign"] = "$null = Make-Root; (Approved CrossSign (Make-Root 'CN=Other').GetCertificate() @{ Issuer = 'Root' }).CeremonyId",
        ["quorum-root"] = "(Approved Root (New-TrstCASpec 'CN=New Vault' -Validity 20y)).CeremonyId",
        ["quorum-intermediate"] =
            "$null = Make-QuorumRoot; (Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Root' }).CeremonyId",
        ["reshare"] = """
            $null = Make-QuorumRoot 'CN=Vault'; $null = Make-QuorumRoot 'CN=Second Vault'
            (Approved Roster (New-TrstRoster -Base (Get-TrstRoster) -Remove Erin)).CeremonyId
            """,
        ["destroy"] = "(Approved DestroyKey (Make-QuorumRoot 'CN=Vault')).CeremonyId",
        ["request"] = "(Approved Request (New-TrstCASpec 'CN=Asked' -Validity 5y)).CeremonyId",
        ["renewal"] = "(Approved Rotation (Make-QuorumRoot 'CN=Vault') @{ SameKey = $true }).CeremonyId",
        ["linked-rotation"] = "(Approved Rotation (Make-Root) @{ LinkCertificates = $true }).CeremonyId",
        ["revoke"] = "(Approved Revoke (Make-Root) @{ RevocationReason = 'Superseded' }).CeremonyId",
        ["suspend"] = "'-'",
        ["retire-key"] = "'-'",
        ["resume"] = """
            $null = Sign (Start-It Root (New-TrstCASpec 'CN=Waiting' -Validity 20y)) 0, 1, 2
            $null = Suspend-TrstTenant -Confirm:$false -Reason 'card lost' -Certificate $custodians[4]
            (Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2).CeremonyId
            """,
        ["roster"] = """
            $null = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
            (Sign (Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)) 0, 1, 2, 3, 4).CeremonyId
            """,

        // A store whose keys exist and whose place is still free.
        ["initialize"] = "$null = Initialize-TrstStore \"$folder/store\" -Protector KeyFile @opening; '-'",
    };

    private static readonly string Target = Path.Combine(BuildOutput.KillTarget, "Trstctl.KillTarget.dll");
    private readonly string operation;
    private readonly string image = Directory.CreateTempSubdirectory("trst-image-").FullName;
    private readonly string copies = Directory.CreateTempSubdirectory("trst-copies-").FullName;

    public KillLab(string operation)
    {
        this.operation = operation;
        var script = Preparations[operation];
        var found = operation is not ("roster" or "initialize");
        Founded = new Founded(found: found, given: script);
        Id = found ? StoreImage.Of(script).Emitted : Founded.Get<string>(script);
        Founded.Run("Get-TrstStore | Disconnect-TrstStore");
        if (operation == "initialize")
        {
            Directory.Delete(Founded.PathOf("store"), recursive: true);
        }

        WriteQuickKeys();
        Founded.Copy(Founded.Shell.TempFolder, image);
    }

    /// <summary>Every operation that can be killed.</summary>
    public static IEnumerable<string> Operations => Preparations.Keys;

    public Founded Founded { get; }

    /// <summary>The ceremony that the operation is about.</summary>
    public string Id { get; }

    /// <summary>Runs the operation until it dies at the persistence point with this number; 0 lets it live.</summary>
    public Kill KillAt(int point) => Run("at", point.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs the operation to its end, and the process dies without disconnecting.</summary>
    public Kill KillAfter() => Run("after", "-");

    /// <summary>Runs the operation until it dies this fraction of the time after its beginning that it takes.</summary>
    public Kill KillAtInstant(double fraction) => Run("instant", fraction.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Runs the operation to its end and keeps a copy of what is on the disk at each persistence point.</summary>
    public Kill CopyAtEveryPoint() => Run("copies", copies);

    /// <summary>Puts the copy of that point in the place of the store, as a kill there would have left it.</summary>
    public void TakeCopy(int point) => Lay(CopyOf(point));

    /// <summary>Of every byte of the copy of that point.</summary>
    public string Digest(int point)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(CopyOf(point), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var content = File.ReadAllBytes(file);
            digest.AppendData(System.Text.Encoding.UTF8.GetBytes($"{Path.GetRelativePath(CopyOf(point), file)} {content.Length} "));
            digest.AppendData(content);
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    public void Dispose()
    {
        Founded.Dispose();
        Directory.Delete(image, recursive: true);
        Directory.Delete(copies, recursive: true);
    }

    private string CopyOf(int point) => Path.Combine(copies, point.ToString(CultureInfo.InvariantCulture));

    // Ours take a second of key derivation to open, in every process that is to be killed; the platform's hardly any.
    private void WriteQuickKeys()
    {
        foreach (var (name, certificate) in People.Identities)
        {
            File.WriteAllBytes(Founded.PathOf($"keys/{name}.pfx"), certificate.Export(X509ContentType.Pfx, People.Password));
        }
    }

    private void Lay(string from)
    {
        var folder = Founded.Shell.TempFolder;
        foreach (var name in Directory.GetDirectories(folder))
        {
            Directory.Delete(name, recursive: true);
        }

        Founded.Copy(from, folder);
    }

    private Kill Run(string fate, string argument)
    {
        Lay(image);
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Target, Founded.Shell.TempFolder, operation, Id, fate, argument])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TieredCompilation"] = "1" },
            })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var end = lines.FirstOrDefault(line => line.StartsWith("end ", StringComparison.Ordinal));
        return errors.Length == 0
            ? new Kill(lines.Contains("begin"), end is not null, end is null ? 0 : int.Parse(end[4..], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException(errors);
    }
}
