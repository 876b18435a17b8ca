using System.Text;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Shares;

/// <summary>Shares and contexts as a dealing and an opening would make them.</summary>
internal static class Dealt
{
    public const string Tenant = "5a1f";
    public const string Ceremony = "c-1";
    public static readonly Digest Plan = Digest.Of(Encoding.ASCII.GetBytes("plan"));

    public static ShareContext Context(string keyId = "key-1") => new(Tenant, keyId, 3, 2, 3, "alice", 2);

    public static KeyShare Share(string keyId = "key-1") => Share(Context(keyId));

    public static KeyShare Share(ShareContext context) => new(context, SecretBytes.Random(KeyShare.Length));

    public static KeyShare SameValue(KeyShare share, ShareContext context) =>
        new(context, SecretBytes.Take((byte[])share.Value.Bytes.Clone()));

    public static ReleaseContext For(KeySession session) => new(Tenant, Ceremony, Plan, session.Digest, "alice");
}
