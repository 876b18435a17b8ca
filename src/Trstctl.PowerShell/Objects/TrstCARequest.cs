using Trstctl.Authorities;
using Trstctl.Keys;

namespace Trstctl.PowerShell;

/// <summary>A request (PKCS#10) whose key is sealed here, for a CA elsewhere to answer; never its key.</summary>
public sealed class TrstCARequest
{
    private readonly CARequestRecord record;

    internal TrstCARequest(CARequestRecord record) => this.record = record;

    public string Name => record.Name;

    /// <summary>The id that the CA will have.</summary>
    public string AuthorityId => record.RequestId;

    public string Subject => record.View.Subject;

    public string Key => PublicKey.Describe(record.View.Spki);

    public string Custody => record.Custody.ToString();

    public string Level => record.Level.ToString();

    public string CeremonyId => record.Ceremony;

    /// <summary>What to send to the CA elsewhere.</summary>
    public string Pem => Trstctl.Asn1.Pem.Encode("CERTIFICATE REQUEST", record.Request);

    /// <summary>DER of the request.</summary>
    public byte[] RawData => record.Request;

    public override string ToString() => Name;
}
