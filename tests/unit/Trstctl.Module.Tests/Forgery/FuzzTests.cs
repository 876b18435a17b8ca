using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Forgery;

/// <summary>TRSTCTL_LONG=1 makes more edits, TRSTCTL_FUZZ as many as it says; TRSTCTL_SEED repeats a run.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly (string Table, string Column)[] Places =
    [
        ("events", "header"), ("events", "salt"), ("events", "data"), ("documents", "body"), ("sealed_keys", "record"),
        ("checkpoints", "note"), ("settings", "value"), ("", "file"),
    ];

    // Everything a forger would want: a root below its quorum, another use of a consumed ceremony, an intermediate, and the facts.
    private const string Attempt = """
        $null = Connect-TrstStore "$folder/store" @opening
        $null = Get-TrstCeremony; $null = Get-TrstCA; $null = Get-TrstEvent; $null = Get-TrstRoster
        $verdict = Test-TrstLedger -Detailed
        """;

    [Fact]
    [Trait("Conformance", "F09")]
    public void NeitherAcceptsARandomEditNorFailsInAnUnknownWay()
    {
        var seed = LongForm.Seed();
        var random = new Random(seed);
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $root = Get-TrstCA Root
            $below = Sign (Start-It Root (New-TrstCASpec 'CN=Below' -Validity 20y)) 0, 1
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Root' }
            Get-TrstStore | Disconnect-TrstStore
            """);
        var ids = founded.Run("[Enum]::GetNames([Trstctl.ErrorId])").Select(n => n.ToString()).ToHashSet();
        Founded.Copy(founded.PathOf("store"), founded.PathOf("image-store"));
        Founded.Copy(founded.PathOf("client"), founded.PathOf("image-client"));
        var (refused, unseen, harmless) = (0, 0, 0);
        var edits = LongForm.Times("TRSTCTL_FUZZ", 4 * Places.Length, 1000);
        for (var i = 0; i < edits; i++)
        {
            foreach (var part in new[] { "store", "client" })
            {
                Directory.Delete(founded.PathOf(part), recursive: true);
                Founded.Copy(founded.PathOf("image-" + part), founded.PathOf(part));
            }

            var place = Places[i % Places.Length];
            var edit = $"seed {seed}, edit {i}: {(place.Table.Length == 0 ? EditFile(founded, random) : EditRow(founded, place, random))}";
            var opened = founded.Shell.RunCatching(Attempt);
            var below = founded.Shell.RunCatching("$below | New-TrstRootCA");
            var consumed = founded.Shell.RunCatching("Complete-TrstCeremony $root.CeremonyId");
            var sub = founded.Shell.RunCatching("$sub | New-TrstIntermediateCA");

            foreach (var error in opened.Errors.Concat(below.Errors).Concat(consumed.Errors).Concat(sub.Errors))
            {
                Assert.True(
                    ids.Contains(error.FullyQualifiedErrorId.Split(',')[0]), $"{edit}: {error.FullyQualifiedErrorId}: {error.Exception}");
            }

            Assert.True(below.Errors.Count > 0, $"{edit}: a root was made below the quorum");
            Assert.True(consumed.Errors.Count > 0, $"{edit}: a consumed ceremony ran again");
            if (opened.Errors.Count > 0 || sub.Errors.Count > 0)
            {
                refused++;
            }
            else if (founded.Get<bool>("$verdict.IsValid"))
            {
                // The bytes that were edited do not matter to what is signed: then the intermediate is the approved one.
                Assert.True(founded.Get<bool>("Test-TrstCertificate (Get-TrstCA Sub)"), edit);
                harmless++;
            }
            else
            {
                unseen++;
            }

            founded.Shell.RunCatching("Get-TrstStore | Disconnect-TrstStore");
        }

        output.WriteLine($"seed {seed}: {refused} refused, {unseen} reported by the test of the ledger, {harmless} without meaning");
        Assert.True(refused > edits / 3, $"seed {seed}: only {refused} of {edits} edits were refused");
    }

    private static string EditRow(Founded founded, (string Table, string Column) place, Random random)
    {
        using var connection = new SqliteConnection($"Data Source={founded.TenantFile};Pooling=False");
        connection.Open();
        using var pick = connection.CreateCommand();
        var key = place.Table is "events" or "checkpoints"
            ? "rowid"
            : place.Table == "settings"
            ? "name"
            : place.Table == "documents"
            ? "kind || id"
            : "key_id";
        pick.CommandText = $"SELECT {key}, CAST({place.Column} AS BLOB) FROM {place.Table}";
        var rows = new List<(object Key, byte[] Value)>();
        using (var reader = pick.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add((reader.GetValue(0), reader.GetFieldValue<byte[]>(1)));
            }
        }

        var (row, value) = rows[random.Next(rows.Count)];
        var edited = Edit(value, random);
        using var update = connection.CreateCommand();
        update.CommandText =
            $"UPDATE {place.Table} SET {place.Column} = {(place.Column == "note" ? "CAST($v AS TEXT)" : "$v")} WHERE {key} = $k";
        update.Parameters.AddWithValue("$v", edited);
        update.Parameters.AddWithValue("$k", row);
        update.ExecuteNonQuery();
        return $"{place.Table}.{place.Column} of {row}";
    }

    private static string EditFile(Founded founded, Random random)
    {
        var bytes = File.ReadAllBytes(founded.TenantFile);
        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(1, 64), bytes.Length - at);
        random.NextBytes(bytes.AsSpan(at, length));
        File.WriteAllBytes(founded.TenantFile, bytes);
        return $"{length} bytes of the file from {at} on";
    }

    private static byte[] Edit(byte[] value, Random random)
    {
        var edited = (byte[])value.Clone();
        switch (random.Next(4))
        {
            case 0:
                edited[random.Next(edited.Length)] ^= (byte)(1 << random.Next(8));
                return edited;
            case 1:
                edited[random.Next(edited.Length)] = (byte)"0123456789abcdefABCDEF\"{}[],:-_ "[random.Next(32)];
                return edited;
            case 2:
                return edited[..random.Next(edited.Length)];
            default:
                var at = random.Next(edited.Length);
                return [.. edited[..at], .. edited[Math.Min(edited.Length, at + random.Next(8))..]];
        }
    }
}
