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

    internal JsonObject ToJson() => new(Format)
    {
        { "tenant", Tenant },
        { "keyId", KeyId },
        { "epoch", Epoch },
        { "needed", Needed },
        { "holders", Holders },
        { "custodian", Custodian },
        { "x", X },
    };

    internal static ShareContext FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "share", Format);
        var context = new ShareContext(
            reader.Text("tenant", 64),
            reader.Text("keyId", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            (int)reader.Integer("needed", 1, 255),
            (int)reader.Integer("holders", 1, 255),
            reader.Text("custodian", 64),
            (int)reader.Integer("x", 1, 255));
        reader.End();
        return context.X <= context.Holders && context.Needed <= context.Holders
            ? context
            : throw reader.Fault("its numbers contradict each other");
    }
}
