namespace Trstctl.Custody;

/// <summary>What a key signs when it is sealed, to prove that the ceremony sealed this very key in this very record (PROTOCOL
/// section 4).</summary>
internal static class KeyPossession
{
    public const string Format = "trstctl-key-possession/1";

    public static byte[] Statement(string tenant, Digest planDigest, Digest spkiDigest, int generation, Digest recordDigest) =>
        CanonicalJson.Write(new JsonObject(Format)
        {
            { "tenant", tenant },
            { "planDigest", planDigest },
            { "spkiDigest", spkiDigest },
            { "generation", generation },
            { "recordDigest", recordDigest },
        });
}
