using System.Globalization;

namespace Trstctl.Host;

internal sealed record HostOptions
{
    public const string Help = """
        Runs Trstctl on machines that have the .NET SDK and no PowerShell.

          trstctl-host script.ps1 [arguments]   run a script
          trstctl-host -Command "..."           run a text
          trstctl-host                          a prompt; "exit" leaves it

          -NonInteractive      whatever would ask fails instead; so it is when input is redirected
          -Culture de-DE       the culture of the session

        This is PowerShell's engine with its core commands: Import-Module, Get-Help, Get-Command, ForEach-Object,
        Where-Object, Out-Default, jobs, the FileSystem and Environment drives. It is not pwsh: there is no
        Write-Host, Write-Output, Select-Object, Format-Table, Get-ChildItem, Test-Path, ConvertTo-Json, Add-Type,
        no Cert: drive, no profile, no remoting, no line editing and no tab completion. Print strings and objects,
        piped to Out-Default.

        Exit code: what the script gives to "exit"; 1 after a terminating error; 130 after Ctrl-C; else 0.
        """;

    public string? Script { get; private init; }

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public string? Command { get; private init; }

    public string? Culture { get; private init; }

    public bool NonInteractive { get; private init; }

    public bool ShowHelp { get; private init; }

    public string? Problem { get; private init; }

    public static HostOptions Parse(string[] args)
    {
        var options = new HostOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i].ToLowerInvariant())
            {
                case "-h" or "-?" or "-help" or "--help":
                    return options with { ShowHelp = true };
                case "-noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "-culture" when value is not null && IsCulture(value):
                    options = options with { Culture = value };
                    i++;
                    break;
                case "-command" or "-c" when value is not null:
                    return options with { Command = string.Join(' ', args[(i + 1)..]) };
                case "-file" or "-f" when value is not null:
                    return options with { Script = value, Arguments = args[(i + 2)..] };
                case var text when text.StartsWith('-'):
                    return options with { Problem = $"{args[i]}: not an option, or its value is missing or wrong. See --help." };
                default:
                    return options with { Script = args[i], Arguments = args[(i + 1)..] };
            }
        }

        return options;
    }

    private static bool IsCulture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
