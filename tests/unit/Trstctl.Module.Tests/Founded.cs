using System.Data.Common;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Trstctl.Module.Tests;

/// <summary>
/// A shell with a founded store: custodians Alice to Erin, 3 of 5, operator ops. In the session stand $password, $keys (folder
/// with the PFX files), $custodians and $ops (certificates with private keys), $falseAlice (nobody on the roster), $opening (what
/// Connect-TrstStore needs to connect as ops), $store, and the functions Start-It, Sign, Approved, Make-Root (one secret opens its key) and
/// Make-QuorumRoot. Each test has a copy of its own.
/// </summary>
public sealed class Founded : IDisposable
{
    internal const string Keys = """
        $password = [securestring]::new()
        foreach ($c in 'correct horse battery'.ToCharArray()) { $password.AppendChar($c) }
        $keys = "$folder/keys"
        """;

    /// <summary>What is given where a test begins with a root named Root.</summary>
    internal const string Root = "$null = Make-Root";

    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    private const string Helpers = """
        $opening = @{ KeyFile = "$keys/ledger.key"; CustodyKeyFile = "$keys/custody.key" }
        $opening += @{ ClientStatePath = "$folder/client"; Certificate = $ops }
        if ($clock) { $opening.Clock = $clock }
        function Start-It($Operation, $Subject, [hashtable] $More = @{}) { Start-TrstCeremony $Operation $Subject @More }
        function Sign($Ceremony, [int[]] $Who) {
            foreach ($i in $Who) {
                $Ceremony = $Ceremony | Approve-TrstCeremony -Certificate $custodians[$i] -PlanDigest $Ceremony.PlanDigest
            }
            $Ceremony
        }
        function Approved($Operation, $Subject, [hashtable] $More = @{}) { Sign (Start-It $Operation $Subject $More) 0, 1, 2 }
        function Make-Root([string] $Name = 'CN=Root', [hashtable] $More = @{}) {
            Approved Root (New-TrstCASpec $Name -Validity 20y -Custody Operational @More) | New-TrstRootCA
        }
        function Make-QuorumRoot([string] $Name = 'CN=Root', [hashtable] $More = @{}) {
            Approved Root (New-TrstCASpec $Name -Validity 20y @More) | New-TrstRootCA
        }
        """;

    private const string Genesis = """
        $store = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
        $genesis = Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3 -AllowOperationalRoot)
        $null = Sign $genesis 0, 1, 2, 3, 4 | Complete-TrstCeremony
        """;

    private const string Connect = """
        $store = Connect-TrstStore "$folder/store" @opening -WarningAction SilentlyContinue
        $genesis = Get-TrstCeremony -Operation Roster
        """;

    private readonly Func<DateTime>? clock;

    /// <param name="clock">Reads the time for the module, or null for the host's clock.</param>
    /// <param name="found">False leaves the store to the test.</param>
    /// <param name="shell">A shell of another culture, or without anybody at the console.</param>
    /// <param name="given">What was done in the store before: a script that is run once for all tests that give it.</param>
    public Founded(Func<DateTime>? clock = null, bool found = true, Shell? shell = null, string given = "")
    {
        Shell = shell ?? new Shell();
        this.clock = clock;
        if (found)
        {
            StoreImage.Of(given).CopyTo(Shell.TempFolder);
        }
        else
        {
            Copy(People.KeyFolder, PathOf("keys"));
        }

        Prepare(Shell);
        if (found)
        {
            Shell.Run(Connect);
        }
    }

    public Shell Shell { get; }

    public string TenantFile => PathOf("store/tenants/default.db");

    /// <summary>Founds a store of its own where copies of a founded one do not do.</summary>
    public static Founded Anew()
    {
        var founded = new Founded(found: false);
        founded.Run(Genesis);
        return founded;
    }

    public string PathOf(string name) => Path.Combine(Shell.TempFolder, name);

    public IReadOnlyList<PSObject> Run(string script, params (string Name, object? Value)[] variables) => Shell.Run(script, variables);

    /// <summary>The one value that the script emits.</summary>
    public T Get<T>(string script, params (string Name, object? Value)[] variables) =>
        (T)LanguagePrimitives.ConvertTo(Run(script, variables).Single(), typeof(T), CultureInfo.InvariantCulture);

    /// <summary>A ceremony's plan in its words, whose lines are not broken: where they break depends on the words of keys.</summary>
    public string PlanOf(string ceremony) => Regex.Replace(Get<string>(ceremony + ".Plan"), @"\r?\n {21}(?=\S)", " ");

    /// <summary>The id of the error that the script must end in.</summary>
    public string Error(string script) => Shell.ErrorIdOf(script) ?? throw new InvalidOperationException($"No error came from: {script}");

    /// <summary>Edits the tenant's file behind the module's back.</summary>
    public int Sql(string sql, params (string Name, object Value)[] values)
    {
        using var connection = OpenTenantFile();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }

    public T Scalar<T>(string sql)
    {
        using var connection = OpenTenantFile();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>Runs SQL on the module's own connection: what it leaves in its <c>temp</c> schema fails or changes what this connection
    /// writes and stands in no file, as a full disk would.</summary>
    public static void Sabotage(Shell shell, string sql)
    {
        object database = shell.Run("$store").Single().BaseObject;
        foreach (var (property, name) in new[] { (true, "Connection"), (false, "store"), (false, "connection") })
        {
            var type = database.GetType();
            const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
            database = (property ? type.GetProperty(name, Hidden)!.GetValue(database) : type.GetField(name, Hidden)!.GetValue(database))!;
        }

        using var command = ((DbConnection)database).CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Sabotage(string sql) => Sabotage(Shell, sql);

    /// <summary>
    /// A connection beside the module's. The module's SQLite is another copy of the library in this process, and POSIX locks are
    /// the process's: without this setting, closing here would delete the log under a connection that is open there.
    /// </summary>
    public SqliteConnection OpenTenantFile()
    {
        var connection = new SqliteConnection($"Data Source={TenantFile};Pooling=False");
        connection.Open();
        SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
        return connection;
    }

    /// <summary>Copies a folder, or restores a copy, as somebody with a file manager would.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    /// <summary>Another session on the same store, with a client of its own and the same variables and functions.</summary>
    public Shell Join(string client = "client")
    {
        var shell = new Shell();
        Prepare(shell);
        shell.Run(
            "$opening.ClientStatePath = \"$folder/$client\"; $store = Connect-TrstStore \"$folder/store\" @opening", ("client", client));
        return shell;
    }

    /// <summary>A session that only reads, with nobody's secret, a client of its own, and this session's $c.</summary>
    public Shell Watch(string store = "store")
    {
        var shell = new Shell();
        Prepare(shell);
        shell.Run(
            """
            $null = Connect-TrstStore "$folder/$place" -ReadOnly -ClientStatePath "$folder/watcher" -WarningAction SilentlyContinue
            $c = Get-TrstCeremony $id
            """,
            ("place", store),
            ("id", Get<string>("$c.CeremonyId")));
        return shell;
    }

    private void Prepare(Shell shell)
    {
        shell.Set("folder", Shell.TempFolder);
        shell.Set("clock", clock is null ? null : ModuleClock.Of(clock));
        shell.Set("custodians", People.Founding[..5]);
        shell.Set("ops", People.Founding[5]);
        shell.Set("falseAlice", People.FalseAlice);
        shell.Run("$ErrorActionPreference = 'Stop'; Set-StrictMode -Version Latest");
        shell.Run(Keys);
        shell.Run(Helpers);
    }

    public void Dispose()
    {
        Shell.RunCatching("Get-TrstStore | Disconnect-TrstStore");
        Shell.Dispose();
    }
}
