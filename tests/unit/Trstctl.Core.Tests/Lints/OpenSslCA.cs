using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;

namespace Trstctl.Core.Tests.Lints;

/// <summary>A CA in a folder of its own, run by the openssl command.</summary>
internal sealed class OpenSslCA : IDisposable
{
    private const string Config = """
        [req]
        distinguished_name = name
        prompt = no
        string_mask = utf8only
        [name]
        0.DC = example
        1.DC = contoso
        CN = contoso-DC01-CA
        [subname]
        0.DC = example
        1.DC = contoso
        CN = contoso-SUB01-CA
        [host]
        CN = www.contoso.example
        [root]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign,cRLSign
        subjectKeyIdentifier = hash
        [sub]
        basicConstraints = critical,CA:TRUE,pathlen:0
        keyUsage = critical,keyCertSign,cRLSign
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        crlDistributionPoints = URI:http://pki.contoso.example/root.crl
        authorityInfoAccess = caIssuers;URI:http://pki.contoso.example/root.cer
        certificatePolicies = 1.3.6.1.4.1.99999.1
        nameConstraints = critical,permitted;DNS:contoso.example,permitted;IP:10.0.0.0/255.0.0.0
        [server]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature,keyEncipherment
        extendedKeyUsage = serverAuth,clientAuth
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        subjectAltName = DNS:www.contoso.example,DNS:*.contoso.example,IP:10.0.0.1,email:pki@contoso.example
        crlDistributionPoints = URI:http://pki.contoso.example/sub.crl
        authorityInfoAccess = caIssuers;URI:http://pki.contoso.example/sub.cer
        [request]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign,cRLSign
        [adcsroot]
        keyUsage = digitalSignature,keyCertSign,cRLSign
        basicConstraints = critical,CA:TRUE
        subjectKeyIdentifier = hash
        1.3.6.1.4.1.311.21.1 = ASN1:INTEGER:0
        1.3.6.1.4.1.311.20.2 = ASN1:BMPSTRING:CA
        [adcssub]
        1.3.6.1.4.1.311.21.1 = ASN1:INTEGER:65537
        1.3.6.1.4.1.311.21.2 = ASN1:FORMAT:HEX,OCTETSTRING:000102030405060708090A0B0C0D0E0F10111213
        1.3.6.1.4.1.311.20.2 = ASN1:BMPSTRING:SubCA
        keyUsage = digitalSignature,keyCertSign,cRLSign
        basicConstraints = critical,CA:TRUE
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        crlDistributionPoints = adcscrl
        authorityInfoAccess = @adcsaia
        [adcscrl]
        fullname = @adcscrlnames
        [adcscrlnames]
        URI.0 = ldap:///CN=contoso-DC01-CA,CN=DC01,CN=CDP,CN=Public%20Key%20Services,CN=Services,CN=Configuration,DC=contoso,\
        DC=example?certificateRevocationList?base?objectClass=cRLDistributionPoint
        URI.1 = http://pki.contoso.example/CertEnroll/contoso-DC01-CA.crl
        [adcsaia]
        caIssuers;URI.0 = ldap:///CN=contoso-DC01-CA,CN=AIA,CN=Public%20Key%20Services,CN=Services,CN=Configuration,DC=contoso,\
        DC=example?cACertificate?base?objectClass=certificationAuthority
        caIssuers;URI.1 = http://pki.contoso.example/CertEnroll/DC01.contoso.example_contoso-DC01-CA.crt
        [list]
        database = index.txt
        crlnumber = number
        default_md = sha256
        default_crl_days = 30
        [crl]
        authorityKeyIdentifier = keyid
        1.3.6.1.4.1.311.21.1 = ASN1:INTEGER:0
        [ca]
        default_ca = list
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("trstctl-lint-").FullName;

    public OpenSslCA(string section, params string[] key)
    {
        Write("config", Config);
        Run([
            "req", "-x509", "-config", "config", "-extensions", section, "-days", "3650", "-nodes", "-keyout", "root.key", "-out",
            "root.pem", .. key]);
    }

    public byte[] Root => Read("root.pem", "CERTIFICATE");

    public byte[] Issue(string name, string section, params string[] key)
    {
        Write("request.cnf", Config.Replace("distinguished_name = name", $"distinguished_name = {name}", StringComparison.Ordinal));
        Run(["req", "-new", "-config", "request.cnf", "-nodes", "-keyout", "other.key", "-out", "other.csr", .. key]);
        Run([
            "x509", "-req", "-in", "other.csr", "-CA", "root.pem", "-CAkey", "root.key", "-extfile", "config", "-extensions", section,
            "-days", "365", "-sha256", "-out", "other.pem"]);
        return Read("other.pem", "CERTIFICATE");
    }

    public byte[] Request(params string[] key)
    {
        Run(["req", "-new", "-config", "config", "-reqexts", "request", "-nodes", "-keyout", "other.key", "-out", "other.csr", .. key]);
        return Read("other.csr", "CERTIFICATE REQUEST");
    }

    /// <summary>With one revoked certificate.</summary>
    public byte[] Crl()
    {
        Write("index.txt", "R\t350101000000Z\t260101000000Z,keyCompromise\t1234\tunknown\t/CN=x\n");
        Write("number", "01\n");
        Run(["ca", "-gencrl", "-config", "config", "-cert", "root.pem", "-keyfile", "root.key", "-crlexts", "crl", "-out", "crl.pem"]);
        return Read("crl.pem", "X509 CRL");
    }

    public void Dispose() => Directory.Delete(folder, true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);

    private byte[] Read(string file, string label) => Pem.Decode(label, File.ReadAllText(Path.Combine(folder, file)));

    private void Run(string[] arguments)
    {
        var (code, output) = TestCA.OpenSsl(folder, arguments);
        Assert.True(code == 0, output);
    }
}
