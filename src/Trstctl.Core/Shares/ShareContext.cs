namespace Trstctl.Shares;

/// <summary>What a share belongs to, and whose it is; part of every share's content, so that none passes for another.</summary>
/// <param name="Tenant">The tenant id, lower-case hex.</param>
/// <param name="KeyId">The key whose encryption key was shared.</param>
/// <param name="Epoch">The roster epoch of the dealing.</param>
/// <param name="Needed">m.</param>
/// <param name="Holders">n.</param>
/// <param name="Custodian">The holder's name on the roster of that epoch.</param>
/// <param name="X">Where the polynomial was evaluated, 1 to n.</param>
internal sealed record ShareContext(string Tenant, string KeyId, int Epoch, int Needed, int Holders, string Custodian, int X)
{
    internal const string Format = "trstctl-share/1";
    internal const int MaxBytes = 1024;

    internal byte[] ToBytes() => Fields.ToBytes(this, Declare);

    internal static ShareContext FromBytes(byte[] bytes) => Fields.FromBytes<ShareContext>(bytes, "share", MaxBytes, Declare);

    private static ShareContext Declare(Fields f, ShareContext? c)
    {
        f.Format(Format);
        var context = new ShareContext(
            f.Text("tenant", c?.Tenant, 64),
            f.Text("keyId", c?.KeyId, 64),
            f.Number("epoch", c?.Epoch, 1),
            f.Number("needed", c?.Needed, 1, 255),
            f.Number("holders", c?.Holders, 1, 255),
            f.Text("custodian", c?.Custodian, 64),
            f.Number("x", c?.X, 1, 255));
        f.Demand(context.X <= context.Holders && context.Needed <= context.Holders, "its numbers contradict each other");
        return context;
    }
}
