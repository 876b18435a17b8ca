namespace Trstctl.Paths;

/// <summary>An end-entity certificate that an issuing CA could issue under the limits of one path.</summary>
internal sealed class LeafProbe
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private static readonly byte[] Serial = [0x54, 0x52, 0x53, 0x54, 0x43, 0x54, 0x4C, 0x01];

    // What a form that nobody limits takes its example from; .invalid is reserved (RFC 2606).
    private static readonly ConstrainedName[] Anywhere =
    [
        new(NameForm.Dns, string.Empty),
        new(IPRange.Parse("0.0.0.0/0")!),
        new(IPRange.Parse("::/0")!),
        new(NameForm.Uri, ".invalid"),
        new(NameForm.Email, ".invalid"),
    ];

    private readonly ConstrainedName? subject;
    private readonly ConstrainedName? alternative;
    private readonly string usage;
    private readonly IReadOnlyList<string> policies;

    private LeafProbe(ConstrainedName? subject, ConstrainedName? alternative, string usage, IReadOnlyList<string> policies)
    {
        this.subject = subject;
        this.alternative = alternative;
        this.usage = usage;
        this.policies = policies;
    }

    /// <summary>For a path that is refused whatever is issued under it.</summary>
    public static LeafProbe Anyhow { get; } = new(null, new(NameForm.Dns, "leaf.invalid"), ServerAuth, []);

    /// <summary>For TLS servers where the path allows that, else for its first usage; null where no name is left for it.</summary>
    public static LeafProbe? Under(PathWalk walk)
    {
        var usage = walk.Usages is null || walk.Usages.Contains(ServerAuth) ? ServerAuth : walk.Usages.FirstOrDefault() ?? ServerAuth;
        var subject = walk.Names.Example(new ConstrainedName(DistinguishedName.FromDer(Der.Sequence())));
        var forms = usage == EmailProtection ? Enumerable.Reverse(Anywhere) : Anywhere;
        var alternative = forms.Select(walk.Names.Example).OfType<ConstrainedName>().FirstOrDefault();
        return subject is null && alternative is null ? null : new LeafProbe(subject, alternative, usage, walk.Policies);
    }

    public byte[] Issue(DistinguishedName issuer, AuthorityKeyName names, IOpenKey key, IOpenKey signer, DateTime at)
    {
        var tbs = TbsWriter.Write(
            Serial,
            KeyAlgorithm.EcdsaP256.SignatureIdentifier(),
            issuer.Encoded,
            at,
            at.AddDays(1),
            subject?.DirectoryName!.Encoded ?? Der.Sequence(),
            key.SubjectPublicKeyInfo,
            [
                names.Identifier is null ? null : TbsWriter.AuthorityKeyIdentifier(names.Identifier),
                alternative is null ? null : TbsWriter.AlternativeName(AlternativeName(), critical: subject is null),
                TbsWriter.ExtendedKeyUsage([usage]),
                TbsWriter.Policies(policies.Select(oid => CertificatePolicy.Parse("policy", oid)).ToArray()),
            ]);
        return Remake.Sign(tbs, signer);
    }

    // In a certificate an address has no mask, and a URI its scheme.
    private byte[] AlternativeName() => alternative!.Form switch
    {
        NameForm.IP => Der.Implicit(7, alternative.Range!.Address),
        NameForm.Uri => Der.Implicit(6, System.Text.Encoding.ASCII.GetBytes($"https://{alternative.Host}/")),
        _ => alternative.ToGeneralName(),
    };
}
