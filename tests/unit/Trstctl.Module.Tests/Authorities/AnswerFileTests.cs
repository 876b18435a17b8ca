using System.Text;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>A certificate comes back as CAs hand it out: with its issuers', as .p7b, under other labels, in other text.</summary>
public sealed class AnswerFileTests : IDisposable
{
    private const string Extensions =
        "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
            + "authorityKeyIdentifier=keyid\n";

    private readonly Founded founded = new();

    public AnswerFileTests()
    {
        Elsewhere.Root(founded, "root");
        founded.Run("""
            $null = Approved Import "$folder/root.pem" | Import-TrstCA -Path "$folder/root.pem"
            $c = Start-It Request (New-TrstCASpec 'CN=Issuing,O=Contoso' -Validity 6y -PathLength 0) @{ Issuer = 'Old Root' }
            $request = Sign $c 0, 1, 2 | New-TrstCARequest; [IO.File]::WriteAllText("$folder/issuing.csr", $request.Pem)
            """);
        Elsewhere.Sign(founded, "issuing", "root", Extensions);
    }

    public void Dispose() => founded.Dispose();

    [TheoryNeeding("openssl")]
    [InlineData("p7b")]
    [InlineData("p7b of text")]
    [InlineData("p7b in indefinite lengths")]
    [InlineData("p7b labelled as a certificate")]
    [InlineData("issuer first")]
    [InlineData("X509 label")]
    [InlineData("trusted label")]
    [InlineData("UTF-16")]
    [InlineData("bare base64")]
    public void TheCertificateOfTheRequestsKeyIsTakenOutOfIt(string form)
    {
        File.WriteAllBytes(founded.PathOf("answer"), Made(form));
        founded.Run("$ca = Complete-TrstCARequest \"$folder/answer\" -Certificate $ops");
        Assert.Equal("Issuing Active", founded.Get<string>("\"$($ca.Name) $($ca.Status)\""));
    }

    [FactNeeding("openssl")]
    public void AQuorumAnswersFromOneToo()
    {
        File.WriteAllBytes(founded.PathOf("answer"), Made("p7b"));
        founded.Run("$ca = Approved Answer \"$folder/answer\" | Complete-TrstCeremony");
        Assert.Equal("Active", founded.Get<string>("(Get-TrstCA Issuing).Status"));
    }

    [FactNeeding("openssl")]
    public void WhatHoldsNoneSeveralOrAKeyIsRefusedWithTheReason()
    {
        Elsewhere.Root(founded, "stranger", "/CN=Stranger");
        Join("none.pem", "root.pem", "stranger.pem");
        Assert.Equal("AuthorityNotFound", founded.Error("Complete-TrstCARequest \"$folder/none.pem\" -Certificate $ops"));

        File.Copy(founded.PathOf("issuing.pem"), founded.PathOf("first.pem"));
        Elsewhere.Sign(founded, "issuing", "root", Extensions, 1700);
        Join("two.pem", "first.pem", "issuing.pem");
        Assert.Contains("2 of 2 certificates", Message("Complete-TrstCARequest \"$folder/two.pem\" -Certificate $ops"));

        Join("key.pem", "issuing.pem", "root.key");
        Assert.Equal("PrivateKeyUnexpected", founded.Error("Complete-TrstCARequest \"$folder/key.pem\" -Certificate $ops"));
        Assert.Contains(
            "holds a block \"CERTIFICATE REQUEST\"", Message("Complete-TrstCARequest \"$folder/issuing.csr\" -Certificate $ops"));
        Assert.Contains(
            "holds 2 certificates, not one: CN=Old Root", Message("Test-TrstCertificate \"$folder/none.pem\""));
    }

    private byte[] Made(string form)
    {
        var (mine, root) = (File.ReadAllText(founded.PathOf("issuing.pem")), File.ReadAllText(founded.PathOf("root.pem")));
        Elsewhere.Run(founded, "crl2pkcs7 -nocrl -certfile root.pem -certfile issuing.pem -out both.p7");
        var pkcs7 = File.ReadAllText(founded.PathOf("both.p7"));
        return form switch
        {
            "p7b" => Der(pkcs7),
            "p7b of text" => Encoding.ASCII.GetBytes(pkcs7),
            "p7b in indefinite lengths" => Indefinite(Der(pkcs7)),
            "p7b labelled as a certificate" => Encoding.ASCII.GetBytes(pkcs7.Replace("PKCS7", "CERTIFICATE")),
            "issuer first" => Encoding.ASCII.GetBytes("Bag Attributes\n" + root + "subject=/CN=Issuing\n" + mine),
            "X509 label" => Encoding.ASCII.GetBytes(mine.Replace("CERTIFICATE", "X509 CERTIFICATE")),
            "trusted label" => Trusted(),
            "UTF-16" => Encoding.Unicode.GetBytes(mine),
            _ => Encoding.ASCII.GetBytes(Convert.ToBase64String(Der(mine), Base64FormattingOptions.InsertLineBreaks)),
        };
    }

    private byte[] Trusted()
    {
        Elsewhere.Run(founded, "x509 -in issuing.pem -addtrust serverAuth -trustout -out trusted.pem");
        var text = File.ReadAllText(founded.PathOf("trusted.pem"));
        Assert.Contains("TRUSTED CERTIFICATE", text);
        return Encoding.ASCII.GetBytes(text);
    }

    // As Java writes it: the lengths of the outer elements are left open.
    private static byte[] Indefinite(byte[] der)
    {
        var info = new System.Formats.Asn1.AsnReader(der, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var type = info.ReadEncodedValue().ToArray();
        var content = info.ReadSequence(new(System.Formats.Asn1.TagClass.ContextSpecific, 0)).ReadEncodedValue().ToArray();
        return [0x30, 0x80, .. type, 0xA0, 0x80, .. content, 0, 0, 0, 0];
    }

    private static byte[] Der(string pem) => Convert.FromBase64String(string.Concat(pem.Split('\n').Where(l => !l.StartsWith('-'))));

    private void Join(string name, params string[] files) =>
        File.WriteAllText(founded.PathOf(name), string.Concat(files.Select(file => File.ReadAllText(founded.PathOf(file)))));

    private string Message(string script) => founded.Get<string>($"try {{ {script} -ErrorAction Stop }} catch {{ \"$_\" }}");
}
