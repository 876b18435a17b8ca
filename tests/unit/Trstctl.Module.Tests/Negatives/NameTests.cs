using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Negatives;

public sealed class NameTests
{
    [Theory]
    [InlineData("\u001b")]
    [InlineData("\u202e")]
    [InlineData("\u200b")]
    [Trait("Conformance", "N12")]
    public void NoSpecTakesANameThatDeceives(string hidden)
    {
        using var founded = new Founded();
        founded.Shell.Set("hidden", hidden);

        foreach (var script in new[]
        {
            "New-TrstCASpec \"CN=Ro${hidden}ot\" -Validity 5y",
            "New-TrstCASpec 'CN=Root' -Validity 5y -PermittedName \"DNS:a${hidden}.example\"",
            "New-TrstCASpec 'CN=Root' -Validity 5y -CrlUrl \"http://a.example/${hidden}\"",
            "Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y) @{ Reason = \"because${hidden}\" }",
            "Get-TrstCeremony \"0000000${hidden}0\"",
            "Get-TrstCA \"Ro${hidden}ot\"",
        })
        {
            var error = founded.Shell.RunCatching(script).Errors[0];
            Assert.Contains("Trstctl.PowerShell", error.FullyQualifiedErrorId);
            Assert.DoesNotMatch("[\u0000-\u001f\u200b\u202e]", error.Exception.Message + error.ErrorDetails?.RecommendedAction);
        }
    }

    [Theory]
    [InlineData("\u001b")]
    [InlineData("\u202e")]
    [InlineData("\u200b")]
    [Trait("Conformance", "N12")]
    public void AForeignCertificateWithSuchANameIsRefusedOrShownEscaped(string hidden)
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("$root = Get-TrstCA Root");
        founded.Shell.Set("target", Foreign(hidden));

        var result = founded.Shell.RunCatching("$c = Start-It CrossSign $target @{ Issuer = 'Root' }; $c.Plan; $c.Subject; $c.Purpose");

        var shown = string.Join(
            ' ',
            result.Output.Select(text => text.ToString().ReplaceLineEndings(" ")).Concat(result.Errors.Select(error => error.ToString())));
        Assert.NotEmpty(shown);
        Assert.DoesNotMatch("[\u0000-\u001f\u200b\u202e]", shown);
    }

    /// <summary>Blanks lay a plan out, and a terminal goes on with a long word at its left edge: neither is in a text's power.</summary>
    [Fact]
    [Trait("Conformance", "N12")]
    public void NoTextImitatesALineOfAPlan()
    {
        using var founded = new Founded(given: Founded.Root);
        var blanks = new string('\u00a0', 2);
        founded.Shell.Set("reasons", new[]
        {
            "ok" + new string(' ', 60) + "custody            nobody, level None",
            "   custody            nobody, level None",
            new string('x', 58) + blanks + "custody" + string.Concat(Enumerable.Repeat(blanks, 6)) + "nobody",
            string.Concat(Enumerable.Repeat("\u4e2d", 100)) + "\u3000\u3000custody\u3000nobody",
            new string('x', 400),
        });
        founded.Shell.Set("name", "CN=Other" + blanks + blanks + "custody" + blanks + blanks + "nobody");

        var plan = founded.Get<string>("""
            $other = New-TrstCASpec 'CN=Other' -Validity 5y -Custody Operational
            $plans = @($reasons | ForEach-Object { (Start-It Root $other @{ Reason = $_ }).Plan })
            $plans += (Start-It Root (New-TrstCASpec $name -Validity 5y -Custody Operational)).Plan
            $plans -join "`n"
            """);

        var lines = plan.Replace("\r", "").Split('\n');
        Assert.Equal(6, lines.Count(line => line.StartsWith("  custody", StringComparison.Ordinal)));
        Assert.Equal(6, lines.Count(line => line.Contains("custody            ", StringComparison.Ordinal)));
        Assert.All(lines, line =>
        {
            Assert.DoesNotMatch("[\u00a0\u3000]|^ {22}", line);
            Assert.True(line.Length <= 21 + 64 && line.Sum(c => c >= '\u2e80' ? 2 : 1) <= 21 + 64, line);
        });
    }

    /// <summary>What tells two names apart that look alike stands in the plan, letter by letter.</summary>
    [Fact]
    [Trait("Conformance", "N12")]
    public void APlanSaysWhichCAANewNameLooksLike()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Shell.Set("name", "CN=R\u043eot,O=Elsewhere");
        founded.Shell.Set("foreign", Foreign("\u200b"));
        founded.Shell.Set("alike", Named("R\u043e\u043et"));

        const string Said = "LOOKS LIKE         Root, another CA here, spelled Root; this one is spelled R\\u043Eot";
        foreach (var script in new[]
        {
            "(Start-It Root (New-TrstCASpec $name -Validity 5y -Custody Operational)).Plan",
            "(Start-It Intermediate (New-TrstCASpec $name -Validity 5y) @{ Issuer = 'Root' }).Plan",
            "(Start-It Request (New-TrstCASpec $name -Validity 5y)).Plan",
        })
        {
            Assert.Contains(Said, Flat(founded.Get<string>(script)));
        }

        Assert.Contains("LOOKS LIKE", founded.PlanOf("(Start-It Import $alike)"));
        Assert.Contains("LOOKS LIKE", founded.PlanOf("(Start-It CrossSign $alike @{ Issuer = 'Root' })"));
        Assert.DoesNotContain("LOOKS LIKE", founded.PlanOf("(Start-It Import $foreign)"));
        Assert.DoesNotContain(
            "LOOKS LIKE", founded.PlanOf("(Start-It Root (New-TrstCASpec 'CN=Roof' -Validity 5y -Custody Operational))"));
    }

    /// <summary>Half surrogate pairs, U+FFFE, bytes that are no UTF-8: the platform's own reader refuses some of them.</summary>
    [Theory]
    [InlineData(0x1E, "D8000041")]
    [InlineData(0x1E, "FFFE0041")]
    [InlineData(0x0C, "EFBFBE41")]
    [InlineData(0x0C, "41FF")]
    [InlineData(0x0C, "520A6F2020206F74")]
    [Trait("Conformance", "N12")]
    public void AForeignCAWithAnyBytesForANameIsTakenInAndFound(byte tag, string value)
    {
        using var founded = new Founded(given: Founded.Root);
        File.WriteAllBytes(founded.PathOf("foreign.cer"), Foreign(tag, Convert.FromHexString(value)));

        founded.Run("""
            $c = Start-It Import "$folder/foreign.cer"
            $ca = Sign $c 0, 1, 2 | Import-TrstCA -Path "$folder/foreign.cer"
            $other = Make-Root CN=Beside
            """);

        Assert.Equal(3, founded.Get<int>("@(Get-TrstCA).Count"));
        Assert.Equal("Root", founded.Get<string>("(Get-TrstCA -Thumbprint (Get-TrstCA Root).Thumbprint).Name"));
        Assert.Equal(1, founded.Get<int>("@(Get-TrstCA -Thumbprint $ca.Thumbprint).Count"));
        foreach (var script in new[]
        {
            "$c.Plan", "$ca.Name; $ca.Subject; $ca.Thumbprint; $ca.LevelNote", "(Get-TrstCeremony $c).Subject",
            "(Start-It CrossSign \"$folder/foreign.cer\" @{ Issuer = 'Root' }).Plan", "Test-TrstCertificate $ca",
        })
        {
            var result = founded.Shell.RunCatching(script);
            Assert.All(result.Errors, error => Assert.Contains("Trstctl.PowerShell", error.FullyQualifiedErrorId));
            Assert.DoesNotMatch("[\ufffe\ud800]|R\no", string.Join(' ', result.Output));
        }
    }

    private static string Flat(string plan) => System.Text.RegularExpressions.Regex.Replace(plan, "\\r?\\n {21}", " ");

    // By hand, for the same reason: only the name differs from what the platform makes.
    private static byte[] Foreign(byte tag, byte[] value)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = Tlv(0x30, Tlv(0x31, Tlv(0x30, [0x06, 0x03, 0x55, 0x04, 0x03, .. Tlv(tag, value)])));
        byte[] algorithm = [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
        var date = (int years) => System.Text.Encoding.ASCII.GetBytes($"{DateTime.UtcNow.AddYears(years):yyMMdd}000000Z");
        var tbs = Tlv(0x30,
        [
            0xA0, 0x03, 0x02, 0x01, 0x02,
            0x02, 0x02, 0x12, 0x34,
            .. algorithm,
            .. name,
            .. Tlv(0x30, [.. Tlv(0x17, date(-1)), .. Tlv(0x17, date(9))]),
            .. name,
            .. key.ExportSubjectPublicKeyInfo(),
            .. Tlv(0xA3, Tlv(0x30,
            [
                .. Convert.FromHexString("300F0603551D130101FF040530030101FF"),
                .. Convert.FromHexString("300E0603551D0F0101FF040403020106"),
            ])),
        ]);
        var signature = key.SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Tlv(0x30, [.. tbs, .. algorithm, .. Tlv(0x03, [0x00, .. signature])]);
    }

    private static byte[] Tlv(byte tag, byte[] content) => content.Length switch
    {
        < 0x80 => [tag, (byte)content.Length, .. content],
        < 0x100 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };

    private static X509Certificate2 Foreign(string hidden) => Named("Fo" + hidden + "reign");

    private static X509Certificate2 Named(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(2));
    }
}
