using System.Reflection;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>A new parser cannot be forgotten: it is fuzzed, or stands here with what its input comes from.</summary>
public sealed class ParserListTests
{
    private static readonly string[] Verbs =
    [
        "From", "Read", "Parse", "TryRead", "TryParse", "Decode", "TryDecode", "Open", "Of", "Describe", "Verify", "Enter", "Fault",
        "Check", "Find", "Granted", "NotGranted", "Target", "Signer", "Is", "Import",
    ];

    // Why its bytes or text are none from outside, or which of the targets reads with it.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["AccessList.Fault"] = "what Windows writes of a list",
        ["AuthorityIndex.OfKey"] = "of a certificate that was read",
        ["AuthorityIndex.OfName"] = "of a certificate that was read",
        ["AuthorityIndex.SerialOf"] = "of a certificate that was read",
        ["AuthorityKeyName.OfIdentifier"] = "bytes of any kind, kept as they are",
        ["AuthorityMaking.IsSerialUsed"] = "looks a serial number up that was read",
        ["BoundedFile.Open"] = "a path",
        ["BoundedFile.Read"] = "a path",
        ["BoundedFile.ReadSecret"] = "a path",
        ["CASpecFile.ReadText"] = "a path",
        ["CertificateTemplate.FromJson"] = "Plan.FromBytes",
        ["CeremonyRecord.NameOf"] = "DistinguishedName.Parse; what that does not take is shown as it is",
        ["Checkpoint.OriginOf"] = "of a tenant id that was read",
        ["ClientState.KeyOf"] = "hashes whatever it is",
        ["CrossCertificateRules.IsStrongSignature"] = "an identifier that DER was read to",
        ["CustodianKeys.Certificate"] = "a name that PrincipalName.Enter takes",
        ["DamagedCopy.Of"] = "a file, as the fuzz of pages reads it",
        ["Decisions.Fault"] = "of what Approval.FromBytes read",
        ["Digest.Of"] = "hashes whatever it is",
        ["DocumentCatalogue.Read"] = "CanonicalJson.Read, and the readers of what this build wrote itself, under its digest",
        ["ExtendedKeyUsages.IsOid"] = "ExtendedKeyUsages.Parse",
        ["ExtendedKeyUsages.NameOf"] = "an identifier that DER was read to",
        ["Fields.FromBytes"] = "each format whose declaration it is given",
        ["FoldedText.Of"] = "of text that the table lists",
        ["GeneralNameText.IsLabel"] = "GeneralNameText.IsHost",
        ["IssuedCertificateCheck.FaultOf"] = "of a certificate that was read",
        ["KeyAlgorithm.OfCurve"] = "an identifier that DER was read to",
        ["LedgerEvent.FormatOf"] = "EventCatalogue.Read",
        ["LedgerKey.FromSeed"] = "what its own sealer kept under its authentication",
        ["NameEncodingRules.IsUtf8"] = "CertificateLint.Check",
        ["NamedCross.Find"] = "looks an id up",
        ["Node.Of"] = "a word of its own list of elements",
        ["OwnerOnly.Demand"] = "a path",
        ["OwnerOnly.IsLink"] = "a path",
        ["OwnerOnly.OpenAlone"] = "a path",
        ["OwnerOnly.OpenToRewrite"] = "a path",
        ["OwnerOnly.Read"] = "a path",
        ["PathAlgorithms.IsPostQuantum"] = "a name of our own",
        ["PfxReader.Read"] = "PrivateKeyFile.Read",
        ["Pkcs8.FromEcKey"] = "PrivateKeyFile.Read",
        ["Pkcs8.FromRsaKey"] = "PrivateKeyFile.Read",
        ["Pkcs8.Import"] = "SoftwareKey.FromPkcs8",
        ["Protector.Open"] = "Sealer.Open",
        ["QuorumKey.Open"] = "the fuzz of sealed_keys, by QuorumKey.OpenEnvelope",
        ["ReadOnlyDatabase.Open"] = "a path",
        ["RealPath.Of"] = "a path",
        ["RefusalRecord.IdOf"] = "of an event that was read",
        ["RsaPkcs8.Import"] = "SoftwareKey.FromPkcs8",
        ["SealedKey.Open"] = "the fuzz of sealed_keys",
        ["ShareFile.Open"] = "ShareFileContent.FromBytes, and what a password opens is authenticated",
        ["SignedNote.IsKeyName"] = "SignedNote.Open",
        ["SigningIdentity.FromStore"] = "the platform's store",
        ["SigningIdentity.ThumbprintOf"] = "hashes whatever it is",
        ["Snapshot.Open"] = "a path",
        ["Snapshot.Read"] = "SnapshotHead.FromBytes",
        ["SnapshotFile.Open"] = "a path",
        ["SnapshotFile.OpenToWrite"] = "a path",
        ["SqliteTenantStore.Open"] = "the fuzz of pages",
        ["SignatureNames.Of"] = "an identifier that DER was read to",
        ["StatementEncoding.Signer"] = "a certificate that PublicKey.OfCertificate took",
        ["Store.DamageOf"] = "a file, as the fuzz of pages reads it",
        ["StoredEvent.DigestOf"] = "hashes whatever it is",
        ["UnicodeTable.PointsOf"] = "any text, split into code points",
        ["WindowsAccess.Fault"] = "a path",
        ["WriterQueue.Enter"] = "a path",
        ["WriterQueue.TicketsOf"] = "a path",
        ["WriterTicket.IsEmpty"] = "a path",
        ["WindowsAccess.Open"] = "a path",
    };

    [Fact]
    [Trait("Conformance", "F09")]
    public void EveryParserIsFuzzed()
    {
        var fuzzed = ParserTargets.All.Value.Keys.Select(name => name.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var parsers = from type in typeof(TrstException).Assembly.GetTypes()
                      where type.IsNested == false || type.IsNestedAssembly
                      from method in type.GetMethods(
                          BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                      where !method.IsPrivate && Verbs.Any(verb => IsVerb(method.Name, verb)) && Takes(method)
                      select $"{type.Name}.{method.Name}";
        var forgotten = parsers.Distinct().Where(name => !fuzzed.Contains(name) && !Elsewhere.ContainsKey(name)).Order().ToArray();
        Assert.True(forgotten.Length == 0, string.Join("\n", forgotten));
    }

    /// <summary>Each name of the targets and of the list here is one of this program.</summary>
    [Fact]
    public void NoNameIsStale()
    {
        var types = typeof(TrstException).Assembly.GetTypes().ToLookup(type => type.Name, StringComparer.Ordinal);
        var names = ParserTargets.All.Value.Keys.Select(name => name.Split(' ')[0]).Concat(Elsewhere.Keys);
        var stale = names.Where(name => name.Split('.') is var part && !types[part[0]].Any(type => part.Length == 1 || type.GetMember(
            part[1], BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0)).ToArray();
        Assert.True(stale.Length == 0, string.Join("\n", stale));
    }

    private static bool IsVerb(string name, string verb) =>
        name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length]))
        || name.EndsWith("Of", StringComparison.Ordinal) && verb == "Of";

    private static bool Takes(MethodInfo method) => method.GetParameters() is [{ } first, ..]
        && (first.ParameterType == typeof(byte[]) || first.ParameterType == typeof(string) || first.ParameterType.Name.Contains("Span"));
}
