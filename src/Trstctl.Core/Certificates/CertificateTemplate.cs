namespace Trstctl.Certificates;

/// <summary>A to-be-signed certificate as it is approved: complete DER, or DER in which the subject's key and what is derived
/// from it are zero-filled. Algorithm, parameters and lengths are fixed; all else is compared byte for byte.</summary>
internal sealed class CertificateTemplate
{
    internal const string Format = "trstctl-template/1";
    internal const int LargestTbs = 64 * 1024;
    private readonly byte[] tbs;
    private readonly DerElement spki;

    private CertificateTemplate(byte[] tbs, IReadOnlyList<TemplateHole> holes, CertificateParts parts)
    {
        this.tbs = tbs;
        Holes = holes;
        spki = parts.Spki;
        SubjectKeyAlgorithm = Has(HoleMeaning.SubjectPublicKey)
            ? PlaceholderKey.AlgorithmOf(spki.Encoded)
            : PublicKey.TryRead(spki.Encoded)?.Algorithm;
    }

    /// <summary>DER of the TBSCertificate (RFC 5280 4.1.2), holes zero-filled.</summary>
    public byte[] Tbs => (byte[])tbs.Clone();

    public IReadOnlyList<TemplateHole> Holes { get; }

    public bool IsComplete => Holes.Count == 0;

    /// <summary>What the subject's key is or must be; null for a foreign subject's key of a size that we do not make.</summary>
    public KeyAlgorithm? SubjectKeyAlgorithm { get; }

    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/> or <see cref="ErrorId.TemplateInvalid"/>.</exception>
    public static CertificateTemplate FromJson(JsonObject json) =>
        Fields.Read<CertificateTemplate>(json, "certificate template", Declare);

    public JsonObject ToJson() => Fields.Write(this, Declare);

    /// <summary>The complete TBS for a key. The identifiers are derived here and not taken from anyone.</summary>
    /// <param name="subjectPublicKeyInfo">DER of the key that fills the template; of a complete template, the key it holds.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.TemplateInvalid"/> where the key does not fit.</exception>
    public byte[] Fill(byte[] subjectPublicKeyInfo)
    {
        var bits = CheckedBits(subjectPublicKeyInfo);
        var filled = (byte[])tbs.Clone();
        foreach (var hole in Holes)
        {
            var value = hole.Meaning == HoleMeaning.SubjectPublicKey ? bits : KeyIdentifier.OfBits(bits);
            if (value.Length != hole.Length)
            {
                throw Fault($"the {Name(hole.Meaning)} has {value.Length} bytes, not {hole.Length}");
            }

            value.CopyTo(filled, hole.Offset);
        }

        return IsSameOutside(filled)
            && (!Has(HoleMeaning.SubjectPublicKey)
                || filled.AsSpan(spki.Offset, spki.End - spki.Offset).SequenceEqual(subjectPublicKeyInfo))
            ? filled
            : throw Fault("it would change outside its holes");
    }

    /// <summary>Opens the holes by structure: zero-fills the named parts of a TBS built over a placeholder.</summary>
    internal static CertificateTemplate Open(byte[] tbs, params HoleMeaning[] meanings)
    {
        var parts = CertificateParts.Of(tbs, "template");
        var holes = meanings
            .Select(meaning => TemplateHole.Locate(parts, meaning))
            .OfType<TemplateHole>()
            .OrderBy(hole => hole.Offset)
            .ToArray();
        var open = (byte[])tbs.Clone();
        foreach (var hole in holes)
        {
            Array.Clear(open, hole.Offset, hole.Length);
        }

        return Checked(open, holes);
    }

    private static CertificateTemplate Checked(byte[] tbs, IReadOnlyList<TemplateHole> holes)
    {
        try
        {
            var parts = CertificateParts.Of(tbs, "template");
            var template = new CertificateTemplate(tbs, holes, parts);
            template.Check(parts);
            return template;
        }
        catch (TrstException e) when (e.Id is ErrorId.CertificateInvalid)
        {
            throw new TrstException(ErrorId.TemplateInvalid, e, null, e.Message);
        }
    }

    private static CertificateTemplate Declare(Fields f, CertificateTemplate? t)
    {
        f.Format(Format);
        var tbs = f.Bytes("tbs", t?.tbs, LargestTbs);
        var holes = f.Objects("holes", t?.Holes, 3, TemplateHole.Declare);
        return t ?? Checked(tbs, holes);
    }

    private static string Name(HoleMeaning meaning) => EnumNames<HoleMeaning>.Small.Of(meaning);

    private static TrstException Fault(string reason) => new(ErrorId.TemplateInvalid, reason);

    private bool Has(HoleMeaning meaning) => Holes.Any(hole => hole.Meaning == meaning);

    private void Check(CertificateParts parts)
    {
        if (parts.Signature is not null)
        {
            throw Fault("it is a signed certificate");
        }

        var previous = 0;
        foreach (var hole in Holes)
        {
            // A hole is where the structure says, so it cannot lie outside, overlap, or cover something else.
            var place = TemplateHole.Locate(parts, hole.Meaning);
            if (place is null || place.Offset != hole.Offset || place.Length != hole.Length || hole.Offset < previous)
            {
                throw Fault($"the hole {Name(hole.Meaning)} is not where the certificate has it");
            }

            if (tbs.Skip(hole.Offset).Take(hole.Length).Any(b => b != 0))
            {
                throw Fault($"the hole {Name(hole.Meaning)} is not filled with zeros");
            }

            previous = hole.End;
        }

        if (!Has(HoleMeaning.SubjectPublicKey))
        {
            if (Has(HoleMeaning.SubjectKeyIdentifier))
            {
                throw Fault("its key is fixed but its key identifier is open");
            }

            return;
        }

        if (SubjectKeyAlgorithm is null)
        {
            throw Fault("the open key is of no algorithm that we make");
        }

        // An identifier written in advance would not be derived from the key that comes.
        if (!Has(HoleMeaning.SubjectKeyIdentifier))
        {
            throw Fault("its key is open but its subject key identifier is not");
        }
    }

    // Holes stand in their order.
    private bool IsSameOutside(byte[] filled)
    {
        var (at, same) = (0, true);
        foreach (var hole in Holes)
        {
            same &= filled.AsSpan(at, hole.Offset - at).SequenceEqual(tbs.AsSpan(at, hole.Offset - at));
            at = hole.End;
        }

        return same && filled.AsSpan(at).SequenceEqual(tbs.AsSpan(at));
    }

    // The bits of a key that fits.
    private byte[] CheckedBits(byte[] given)
    {
        if (!Has(HoleMeaning.SubjectPublicKey))
        {
            return !IsComplete || spki.Encoded.AsSpan().SequenceEqual(given)
                ? DerElement.Read(given, "public key")[1].Bits()
                : throw Fault("it holds another key");
        }

        var key = PublicKey.TryRead(given);
        if (key?.Algorithm is null || key.Algorithm != SubjectKeyAlgorithm)
        {
            throw Fault($"the key is {PublicKey.Describe(given)} or of another encoding, not {SubjectKeyAlgorithm}");
        }

        return key.Spki.AsSpan().SequenceEqual(given) ? key.Octets : throw Fault("the key is not in its canonical encoding");
    }
}
