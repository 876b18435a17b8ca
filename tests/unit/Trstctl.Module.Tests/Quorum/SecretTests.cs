using System.Text;

namespace Trstctl.Module.Tests.Quorum;

/// <summary>Nothing secret is said in any stream, result or error, and none stands in any file of the store or the client.</summary>
public sealed class SecretTests
{
    // Everything of the dealing, a drill, refusals and an opening, every stream of it; of errors all that there is to see.
    private const string Act = """
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $ErrorActionPreference = 'Continue'
        function Seen([scriptblock] $Act) {
            $all = @(try { & $Act *>&1 } catch { $_ })
            foreach ($one in $all) {
                [System.Management.Automation.PSSerializer]::Serialize($one, 3)
                "$one"
                if ($one -is [System.Management.Automation.ErrorRecord]) { "$($one.Exception) $($one.ErrorDetails) $($one.TargetObject)" }
            }
        }
        $wrong = [securestring]::new(); foreach ($letter in 'wrong'.ToCharArray()) { $wrong.AppendChar($letter) }
        $words = @{}
        $file = "$folder/erin.share"
        $c = Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SigningOnly = $true } } }
        $c = Sign $c 0, 1, 2, 4
        $seen = @(
            Seen { $c | Complete-TrstCeremony @share -ShareFile @{ Erin = $file } -SharePassword $words }
            $erin = @{ Certificate = $custodians[4]; ShareFile = $file; SharePassword = $words['Erin'] }
            $mistaken = @{ Certificate = $custodians[4]; ShareFile = $file; SharePassword = $wrong }
            $d = Sign (Open-It) 0, 1, 2
            Seen { Invoke-TrstDrill @erin }
            Seen { Invoke-TrstDrill @mistaken }
            Seen { Invoke-TrstDrill -Certificate "$keys/Alice.pfx" -Password $wrong }
            Seen { Invoke-TrstDrill -Certificate "$keys/Alice.pfx" -Password $password }
            Seen { Run-It $d @{ ShareHolder = $mistaken, $custodians[0], $custodians[1] } }
            Seen { Run-It $d @{ ShareHolder = $erin, $custodians[0], $custodians[1] } }
            Seen { Get-TrstEvent; Get-TrstCeremony; Get-TrstCA; Get-TrstRoster; Get-TrstStore }
            Seen { Connect-TrstStore "$folder/store" -Password $wrong -ClientStatePath "$folder/client" }
        )
        """;

    [Fact]
    [Trait("Conformance", "K01")]
    public void NoneIsSaidInAnyStreamResultOrErrorNorStandsInAnyFile()
    {
        using var founded = RosterChange.Prepare();
        founded.Run(Act);
        var said = string.Concat(founded.Run("$seen").Select(text => text.ToString() + "\n"));
        foreach (var expected in new[] { "KeyUnavailable", "DrilledShares", "key.share-released" })
        {
            Assert.Contains(expected, said);
        }

        var secrets = Secrets(founded).ToArray();
        Assert.All(secrets, secret => Assert.DoesNotContain(secret.Text, said, StringComparison.OrdinalIgnoreCase));
        foreach (var file in new[] { "store", "client" }.SelectMany(folder =>
            Directory.GetFiles(founded.PathOf(folder), "*", SearchOption.AllDirectories)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            Assert.All(secrets, secret => Assert.Equal(-1, content.ToArray().AsSpan().IndexOf(secret.Bytes)));
        }
    }

    private static IEnumerable<(string Text, byte[] Bytes)> Secrets(Founded founded)
    {
        var words = founded.Get<string>("[Net.NetworkCredential]::new('', $words['Erin']).Password");
        Assert.Equal(12, words.Split(' ').Length);
        var keyFiles = new[] { "ledger.key", "custody.key" }
            .Select(name => Convert.FromBase64String(File.ReadLines(founded.PathOf("keys/" + name)).ElementAt(1)));
        foreach (var secret in keyFiles.Concat([Encoding.UTF8.GetBytes(words), Encoding.UTF8.GetBytes(People.Password)]))
        {
            // Base64 of the middle, at each of the three alignments.
            var spelled = new[] { 0, 1, 2 }.Select(skip => Convert.ToBase64String(secret, skip, 18)).ToArray();
            var texts = spelled.Concat(spelled.Select(text => text.Replace('+', '-').Replace('/', '_')))
                .Append(Convert.ToHexStringLower(secret.AsSpan(0, 16)));
            foreach (var text in texts)
            {
                yield return (text, Encoding.ASCII.GetBytes(text));
            }

            yield return (Encoding.Latin1.GetString(secret), secret);
        }
    }
}
