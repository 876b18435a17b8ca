using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>A CA outside this tenant, played by OpenSSL in the test's own folder.</summary>
internal static class Elsewhere
{
    public const string CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";

    private static readonly ConcurrentDictionary<(string Name, string Key), Lazy<string>> RsaKeys = new();

    /// <summary>Makes name.key and name.pem, a self-signed root.</summary>
    public static void Root(
        Founded founded, string name, string subject = "/O=Elsewhere/CN=Old Root", string key = "rsa:3072", string hash = "sha256",
        string extensions = CA)
    {
        Write(founded, $"{name}.cnf", Config(extensions));
        Run(founded, $"req -x509 {Key(founded, name, key)} -out {name}.pem -days 3650 -{hash} -subj", subject, $"-config {name}.cnf");
    }

    /// <summary>Makes name.key and name.csr with the extensions asked for.</summary>
    public static void Request(Founded founded, string name, string subject, string extensions = CA, string key = "rsa:3072")
    {
        Write(founded, $"{name}.cnf", Config(extensions));
        Run(founded, $"req -new {Key(founded, name, key)} -out {name}.csr -subj", subject, $"-config {name}.cnf");
    }

    /// <summary>Makes name.csr with a key that exists.</summary>
    public static void RequestAgain(Founded founded, string name, string key, string subject, string extensions)
    {
        Write(founded, $"{name}.cnf", Config(extensions));
        Run(founded, $"req -new -key {key}.key -out {name}.csr -subj", subject, $"-config {name}.cnf");
    }

    /// <summary>The issuer signs name.csr and makes name.pem.</summary>
    public static void Sign(
        Founded founded, string name, string issuer, string extensions = CA + "authorityKeyIdentifier=keyid\n", int days = 1800)
    {
        Write(founded, $"{name}.ext", extensions);
        Run(
            founded,
            $"x509 -req -in {name}.csr -CA {issuer}.pem -CAkey {issuer}.key -CAcreateserial -days {days} -sha256 "
                + $"-extfile {name}.ext -out {name}.pem");
    }

    public static void Write(Founded founded, string name, string text) => File.WriteAllText(founded.PathOf(name), text);

    public static void Run(Founded founded, string arguments, params string[] more)
    {
        string[] all = [.. arguments.Split(' '), .. more.Take(1), .. more.Skip(1).SelectMany(m => m.Split(' '))];
        using var process = Process.Start(
            new ProcessStartInfo(
                "openssl",
                all) { WorkingDirectory = founded.Shell.TempFolder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors + text.Result);
    }

    // An RSA key takes long to make: once a process for each name.
    private static string Key(Founded founded, string name, string key)
    {
        if (!key.StartsWith("rsa:", StringComparison.Ordinal))
        {
            return $"-newkey {key} -nodes -keyout {name}.key";
        }

        Write(founded, $"{name}.key", RsaKeys.GetOrAdd((name, key), static made => new Lazy<string>(() =>
        {
            using var rsa = RSA.Create(int.Parse(made.Key[4..], CultureInfo.InvariantCulture));
            return rsa.ExportPkcs8PrivateKeyPem() + "\n";
        })).Value);
        return $"-key {name}.key";
    }

    private static string Config(string extensions) =>
        $"[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\nreq_extensions=ext\n[dn]\nCN=unused\n[ext]\n{extensions}";
}
