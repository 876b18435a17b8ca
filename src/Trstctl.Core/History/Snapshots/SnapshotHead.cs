namespace Trstctl.History.Snapshots;

/// <summary>Of which ledger a snapshot is, how far, and by which build.</summary>
/// <param name="Build">The module's version and the build's id: state is kept between equal code alone.</param>
/// <param name="Point">Size and root.</param>
/// <param name="Founding">The founding roster.</param>
/// <param name="Restorations">Sequence numbers of the restorations up to there.</param>
internal sealed record SnapshotHead(
    string Tenant, string Build, LedgerPoint Point, Roster Founding, IReadOnlyList<long> Restorations)
{
    private const string What = "snapshot";
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxRestorations = 100_000;

    public static string ThisBuild { get; } = $"{Software.Name} {typeof(SnapshotHead).Module.ModuleVersionId:N}";

    public bool IsOfThisBuild => string.Equals(Build, ThisBuild, StringComparison.Ordinal);

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static SnapshotHead FromBytes(byte[] bytes) => Fields.FromBytes<SnapshotHead>(bytes, What, MaxBytes, Declare);

    private static SnapshotHead Declare(Fields f, SnapshotHead? head)
    {
        f.Format("trstctl-snapshot/1");
        return new(
            f.Text("tenant", head?.Tenant, 64),
            f.Text("build", head?.Build, 256),
            f.Object("point", head?.Point, LedgerPoint.Declare),
            f.Object("founding", head?.Founding, Roster.Declare),
            f.Sequences("restorations", head?.Restorations, MaxRestorations));
    }
}
