namespace Trstctl.Rosters;

/// <summary>How many of how many custodians must agree.</summary>
internal static class Threshold
{
    public const int MostCustodians = 255;

    /// <summary>Refuses with <see cref="ErrorId.ThresholdOutOfRange"/>; 0 stands for a missing m. One of one is for a lab alone.</summary>
    public static void Check(int m, int n, bool lab)
    {
        var reason = Fault(m, n, lab);
        if (reason is not null)
        {
            throw new TrstException(ErrorId.ThresholdOutOfRange, m, n, reason);
        }
    }

    /// <summary>True where the loss of one custodian would block everything.</summary>
    public static bool IsFragile(int m, int n) => m == n;

    private static string? Fault(int m, int n, bool lab) => (m, n) switch
    {
        (0, _) => "m is missing",
        ( < 0, _) => "m is negative",
        (_, > MostCustodians) => $"n is above {MostCustodians}",
        _ when m > n => "m is above n",
        (1, _) when !lab => "one person alone is no quorum; only a lab may set m = 1",
        (1, _) => null,

        // m > n/2, so that two disjoint groups can never both be a quorum.
        _ when m <= n - m => "m is not more than half of n",
        _ => null,
    };
}
