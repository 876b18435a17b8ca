using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>Turns SQLite's errors into ours: damage apart from what passes.</summary>
internal static class SqliteFaults
{
    private const int Corrupt = 11;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    public static T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException e)
        {
            throw Translate(e);
        }
        catch (InvalidCastException e)
        {
            throw new TrstException(ErrorId.StoreDamaged, e, null, "a stored value has another type than its column");
        }
    }

    public static TrstException Translate(SqliteException e) => e.SqliteErrorCode is Corrupt or TooBig or NotADatabase
        ? new TrstException(ErrorId.StoreDamaged, e, null, e.Message)
        : new TrstException(ErrorId.StoreUnavailable, e, null, e.Message);
}
