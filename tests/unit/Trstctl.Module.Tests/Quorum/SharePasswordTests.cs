namespace Trstctl.Module.Tests.Quorum;

/// <summary>Where the twelve words of a share file go: onto a screen that is cleared, or into a file of the owner's.</summary>
public sealed class SharePasswordTests
{
    private const string Screen = """
        $type = [Trstctl.PowerShell.TrstCA].Assembly.GetType('Trstctl.PowerShell.PasswordScreen')
        $console = [IO.StringWriter]::new()
        $cleared = [Collections.Generic.List[string]]::new()
        $screen = [Activator]::CreateInstance($type, @($Host.UI, $console, [Action]{ $cleared.Add("$console") }))
        $words = [Trstctl.Primitives.SecretBytes]::Copy([Text.Encoding]::ASCII.GetBytes('adult bookseller'))
        $shown = $screen.Show('Erin', $words)
        """;

    [Fact]
    public void TheyAreShownOnceAndClearedAfterEnter()
    {
        using var shell = new Shell();
        shell.Prompts.Enqueue("Show");
        shell.Prompts.Enqueue("");

        shell.Run(Screen);

        Assert.True((bool)shell.Run("$shown")[0].BaseObject);
        var before = Assert.Single(shell.Run("$cleared")).ToString();
        Assert.Contains("adult bookseller", before);
        Assert.Contains("Press Enter", before);
        Assert.DoesNotContain("adult", ((string)shell.Run("\"$console\"")[0].BaseObject)[before.Length..]);
        Assert.DoesNotContain(shell.Printed, line => line.Contains("adult", StringComparison.Ordinal));
        Assert.Equal([1], shell.Defaults);
    }

    [Fact]
    public void NobodyWhoIsNotReadySeesThem()
    {
        using var shell = new Shell();
        shell.Prompts.Enqueue("No");

        shell.Run(Screen);

        Assert.False((bool)shell.Run("$shown")[0].BaseObject);
        Assert.Equal("", shell.Run("\"$console\"")[0].BaseObject);
    }

    [Fact]
    public void TheyAreClearedWhenWaitingForEnterFails()
    {
        using var shell = new Shell();
        shell.Prompts.Enqueue("Show");

        Assert.NotEmpty(shell.RunCatching(Screen).Errors);

        Assert.Single(shell.Run("$cleared"));
    }

    [Fact]
    [Trait("Conformance", "K01")]
    public void AFileThatOnlyItsOwnerCanReadGetsThem()
    {
        using var founded = RosterChange.Prepare();
        founded.Run("""
            $c = Sign (Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SigningOnly = $true } } }) 0, 1, 2, 4
            $files = @{ ShareFile = @{ Erin = "$folder/erin.share" } }
            """);
        File.WriteAllText(founded.PathOf("taken"), "mine");

        Assert.Equal(
            "FileExists", founded.Error("$c | Complete-TrstCeremony @share @files -SharePasswordFile @{ Erin = \"$folder/taken\" }"));
        Assert.Equal("mine", File.ReadAllText(founded.PathOf("taken")));
        Assert.Equal(
            "ShareFileMissing", founded.Error("$c | Complete-TrstCeremony @share @files -SharePasswordFile @{ Dave = \"$folder/words\" }"));
        Assert.False(File.Exists(founded.PathOf("erin.share")));

        founded.Run("$null = $c | Complete-TrstCeremony @share @files -SharePasswordFile @{ Erin = \"$folder/words\" }");

        var words = File.ReadAllText(founded.PathOf("words"));
        Assert.Equal(12, words.TrimEnd('\n').Split(' ').Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(founded.PathOf("words")));
        }

        founded.Run("""
            $typed = [securestring]::new()
            foreach ($letter in [IO.File]::ReadAllText("$folder/words").Trim().ToCharArray()) { $typed.AppendChar($letter) }
            """);
        Assert.Equal(
            "Active",
            founded.Get<string>(
                "(Run-It (Sign (Open-It) 0, 1, 2) @{ ShareHolder = $custodians[0], $custodians[1], "
                    + "@{ Certificate = $custodians[4]; ShareFile = \"$folder/erin.share\"; SharePassword = $typed } }).Status"));
    }

    [Fact]
    public void AFileOfACeremonyThatDidNotHappenIsTakenBack()
    {
        using var founded = RosterChange.Prepare();
        founded.Run("$c = Sign (Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SigningOnly = $true } } }) 0, 1, 2, 4");

        // The second of the two cannot be written.
        Assert.NotNull(founded.Shell.ErrorIdOf(
            "$c | Complete-TrstCeremony @share -ShareFile @{ Erin = \"$folder/a\" } -SharePasswordFile @{ Erin = \"$folder/a\" }"));

        Assert.False(File.Exists(founded.PathOf("a")));
    }
}
