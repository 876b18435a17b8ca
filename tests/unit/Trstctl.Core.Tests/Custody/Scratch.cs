using System.Diagnostics;
using System.Security;

namespace Trstctl.Core.Tests.Custody;

/// <summary>A folder of its own for one test, with the tools that check from outside.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch()
    {
        Folder = Directory.CreateTempSubdirectory("trstctl").FullName;
    }

    public string Folder { get; }

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public (int Code, string Output) Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public void OpenSsl(params string[] arguments)
    {
        var (code, output) = Run("openssl", arguments);
        Assert.True(code == 0, output);
    }

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }

    public static TrstException Refused(ErrorId id, Action act)
    {
        var error = Assert.Throws<TrstException>(act);
        Assert.Equal(id, error.Id);
        return error;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
