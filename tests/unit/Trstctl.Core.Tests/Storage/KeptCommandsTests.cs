using Microsoft.Data.Sqlite;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Storage;

/// <summary>A command that is used again and again is prepared once, and nobody sees another's values or rows.</summary>
public sealed class KeptCommandsTests : IDisposable
{
    private const string Numbers = "SELECT value FROM (SELECT 1 AS value UNION SELECT 2 UNION SELECT 3) WHERE value >= $1 ORDER BY value";
    private readonly SqliteConnection connection = new("Data Source=:memory:;Pooling=False");
    private readonly KeptCommands commands;

    public KeptCommandsTests()
    {
        connection.Open();
        commands = new KeptCommands(connection);
    }

    public void Dispose() => connection.Dispose();

    [Fact]
    public void OneIsUsedAgainWithoutTheValuesOfTheLastUse()
    {
        var first = commands.Lend(Numbers, null, 2L);
        first.Dispose();
        using var again = commands.Lend(Numbers, null);

        Assert.Same(first.Command, again.Command);
        Assert.Empty(again.Command.Parameters);
    }

    [Fact]
    public void OneThatIsReadFromIsMadeASecondTime()
    {
        var seen = from one in Read(1) from other in Read(one) select (one, other);

        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3)], seen);
        Assert.Equal([2, 3], Read(2));
    }

    [Fact]
    public void OneThatWasNotReadToItsEndBeginsAnew()
    {
        Assert.Equal(1, Read(1).First());
        Assert.Equal([1, 2, 3], Read(1));
    }

    [Fact]
    public void OneThatFailedIsUsedAgain()
    {
        const string broken = "SELECT abs($1)";
        Assert.Throws<SqliteException>(() => commands.Execute(broken, null, long.MinValue));
        using var again = commands.Lend(broken, null, -5L);
        Assert.Equal(5L, again.Command.ExecuteScalar());
    }

    [Fact]
    [Trait("Conformance", "R09")]
    public void MoreThanSomeAreNotKept()
    {
        SqliteCommand[] Use() => [.. Enumerable.Range(0, 100).Select(i =>
        {
            using var lent = commands.Lend($"SELECT {i}", null);
            lent.Command.ExecuteScalar();
            return lent.Command;
        })];

        Assert.Equal(64, Use().Zip(Use()).Count(pair => ReferenceEquals(pair.First, pair.Second)));
    }

    private IEnumerable<long> Read(long from)
    {
        using var lent = commands.Lend(Numbers, null, from);
        using var rows = lent.Command.ExecuteReader();
        while (rows.Read())
        {
            yield return rows.GetInt64(0);
        }
    }
}
