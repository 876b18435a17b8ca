using System.Diagnostics;

namespace Trstctl.Core.Tests.Ledger;

/// <summary>An implementation of Ed25519 that is not ours.</summary>
internal static class OpenSsl
{
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("302a300506032b6570032100");

    public static bool Verify(byte[] publicKey, byte[] data, byte[] signature)
    {
        var folder = Directory.CreateTempSubdirectory("trstctl-openssl-");
        try
        {
            string Write(string name, byte[] content)
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, content);
                return path;
            }

            var start = new ProcessStartInfo("openssl")
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER",
                    "-inkey", Write("key", [.. SpkiPrefix, .. publicKey]),
                    "-in", Write("data", data),
                    "-sigfile", Write("signature", signature),
                },
            };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && said.Contains("Signature Verified Successfully");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
