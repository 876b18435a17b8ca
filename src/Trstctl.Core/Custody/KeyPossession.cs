namespace Trstctl.Custody;

/// <summary>What a new key signs to prove that it was made for one plan (PROTOCOL section 3).</summary>
internal static class KeyPossession
{
    public const string Format = "trstctl-key-possession/1";

    public static byte[] Statement(Digest planDigest, byte[] spki) =>
        CanonicalJson.Write(new JsonObject(Format) { { "planDigest", planDigest }, { "spkiDigest", Digest.Of(spki) } });
}

/// <summary>What the key of a Quorum authority signs when another takes its place.</summary>
internal static class KeySuccession
{
    public const string Format = "trstctl-key-succession/1";

    public static byte[] Statement(Digest planDigest, byte[] successorSpki) =>
        CanonicalJson.Write(new JsonObject(Format) { { "planDigest", planDigest }, { "successorSpkiDigest", Digest.Of(successorSpki) } });
}
