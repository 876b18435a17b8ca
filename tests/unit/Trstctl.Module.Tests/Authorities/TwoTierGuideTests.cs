using System.Text.RegularExpressions;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>
/// The guide is true: its PowerShell blocks run one after another, and OpenSSL plays AD CS where a comment of the guide says so.
/// </summary>
public sealed partial class TwoTierGuideTests
{
    private const string Adcs = """
        1.3.6.1.4.1.311.20.2=DER:1E:0A:00:53:00:75:00:62:00:43:00:41
        1.3.6.1.4.1.311.21.1=DER:02:01:00
        subjectKeyIdentifier=hash
        keyUsage=critical,digitalSignature,keyCertSign,cRLSign
        basicConstraints=critical,CA:TRUE
        """;

    private const string Subject = "/DC=example/DC=contoso/CN=Contoso Issuing CA";

    [FactNeeding("openssl")]
    public void ItsCommandsRunAsTheyStand()
    {
        using var founded = new Founded();
        founded.Run("$alice, $bob, $carol = $custodians[0..2]; $null = $ExecutionContext.SessionState.Path.SetLocation($folder)");
        var guide = File.ReadAllText(Path.Combine(BuildOutput.RepositoryRoot, "docs", "guides", "two-tier-with-ad-cs.md"));
        var blocks = Step().Matches(guide);
        Assert.True(blocks.Count >= 8, $"only {blocks.Count} blocks");

        foreach (Match step in blocks)
        {
            switch (step.Groups["played"].Value)
            {
                case "issuing.req":
                    Elsewhere.Request(founded, "issuing", Subject, Adcs);
                    File.Copy(founded.PathOf("issuing.csr"), founded.PathOf("issuing.req"));
                    break;
                case "issuing-next.req":
                    Elsewhere.RequestAgain(founded, "next", "issuing", Subject, Adcs.Replace("02:01:00", "02:01:01"));
                    File.Copy(founded.PathOf("next.csr"), founded.PathOf("issuing-next.req"));
                    break;
                default:
                    founded.Run(step.Groups["code"].Value);
                    break;
            }
        }

        Assert.True(founded.Get<bool>("Test-TrstCertificate $issuing"));
        Assert.Equal(1, founded.Get<int>("$issuing.Earlier.Count"));
        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$issuing"));
        Verifiers.Accepts(
            founded, founded.Certificate("$next"), founded.Certificate("$next.CrossCertificate.Where({ $_.Link -eq 'old-with-new' })[0]"),
            founded.Certificate("$issuing"));
        Assert.Equal(2, Directory.GetFiles(founded.PathOf("pack-next"), "Contoso Root CA(?-?).crt").Length);
        Assert.True(File.Exists(founded.PathOf("pack-next/Contoso Root CA(0-1).crt")));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [GeneratedRegex(
        @"^<!-- here AD CS makes (?<played>\S+) -->$|^```powershell\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Step();
}
