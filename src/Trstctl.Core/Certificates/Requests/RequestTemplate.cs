namespace Trstctl.Certificates.Requests;

/// <summary>A CertificationRequestInfo (RFC 2986 4.1) as it is approved: complete DER in which the bits of subjectPublicKey may
/// be zero-filled, where the key is not made yet.</summary>
internal sealed class RequestTemplate
{
    internal const string Format = "trstctl-request-template/1";
    private const int LargestInfo = 64 * 1024;
    private readonly byte[] info;

    private RequestTemplate(byte[] info, bool isOpen)
    {
        this.info = info;
        IsOpen = isOpen;
    }

    public byte[] Info => (byte[])info.Clone();

    /// <summary>True where the key is still to be made.</summary>
    public bool IsOpen { get; }

    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/> or <see cref="ErrorId.TemplateInvalid"/>.</exception>
    public static RequestTemplate FromJson(JsonObject json) => Fields.Read<RequestTemplate>(json, "request template", Declare);

    public JsonObject ToJson() => Fields.Write(this, Declare);

    /// <summary>The complete request info for the key that was made, or that it already names.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.TemplateInvalid"/> where the key does not fit.</exception>
    public byte[] Fill(byte[] spki)
    {
        var place = CertificateRequestParts.Of(info).Spki;
        if (!IsOpen)
        {
            return place.Encoded.AsSpan().SequenceEqual(spki) ? Info : throw Fault("it holds another key");
        }

        if (PublicKey.TryRead(spki) is not { Algorithm: { } algorithm } key
            || algorithm != PlaceholderKey.AlgorithmOf(place.Encoded)
            || !key.Spki.AsSpan().SequenceEqual(spki)
            || spki.Length != place.Encoded.Length)
        {
            throw Fault($"the key is {PublicKey.Describe(spki)} or of another encoding");
        }

        var filled = Info;
        spki.CopyTo(filled, place.Offset);
        return filled;
    }

    internal static RequestTemplate Of(byte[] info)
    {
        var parts = CertificateRequestParts.Of(info, "request template");
        return parts.Signature is null
            ? new RequestTemplate(info, PlaceholderKey.AlgorithmOf(parts.Spki.Encoded) is not null)
            : throw Fault("it is a signed request");
    }

    private static RequestTemplate Declare(Fields f, RequestTemplate? t)
    {
        f.Format(Format);
        var (info, isOpen) = (f.Bytes("info", t?.info, LargestInfo), f.Boolean("open", t?.IsOpen));
        var template = t ?? Of(info);
        return template.IsOpen == isOpen ? template : throw Fault("what it says of its key is not so");
    }

    private static TrstException Fault(string reason) => new(ErrorId.TemplateInvalid, reason);
}
