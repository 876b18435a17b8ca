namespace Trstctl.Module.Tests;

public sealed class ShellTests
{
    [Fact]
    public void AnswersQuestionsFromTheQueue()
    {
        using var shell = new Shell();
        shell.Prompts.Enqueue("Yes");

        var choice = shell.Run("""
            $host.UI.PromptForChoice('Approve?', 'the plan', [Management.Automation.Host.ChoiceDescription[]]('&No', '&Yes'), 0)
            """);

        Assert.Equal(1, choice.Single().BaseObject);
        Assert.Equal("Approve?\nthe plan", shell.Prompted.Single());
    }

    [Fact]
    public void ThrowsOnAnErrorThatDoesNotTerminate()
    {
        using var shell = new Shell();

        var failure = Assert.Throws<ShellException>(() => shell.Run("Get-TrstStore; 'goes on'"));

        Assert.StartsWith("NotConnected", failure.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task StopsAScriptAsCtrlCDoes()
    {
        using var shell = new Shell(import: false);
        var started = new TaskCompletionSource();
        shell.Set("Started", started);

        var result = await Task.Run(() => shell.RunStopping("$Started.SetResult(); while ($true) { }", started.Task));

        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void RemovesItsFolder()
    {
        string folder;
        using (var shell = new Shell(import: false))
        {
            folder = shell.TempFolder;
            File.WriteAllText(Path.Combine(folder, "file"), "");
        }

        Assert.False(Directory.Exists(folder));
    }
}
