using System.Globalization;
using System.Net;
using Trstctl.Keys;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Bench;

/// <summary>The processor time of a person's key file: written and opened, as PFX and as PEM.</summary>
internal static class KeyFiles
{
    public static void Run(int times)
    {
        var folder = Directory.CreateTempSubdirectory("trstctl-bench-").FullName;
        try
        {
            var password = new NetworkCredential(string.Empty, "a password of the bench").SecurePassword;
            var (pfx, pem) = (Path.Combine(folder, "key.pfx"), Path.Combine(folder, "key.pem"));
            var (from, to) = (DateTime.UtcNow, DateTime.UtcNow.AddYears(1));
            var algorithm = KeyAlgorithm.Parse("ECDSA-P256");
            Figures.Processor(
                "PFX written", times, () => File.WriteAllBytes(pfx, CustodianKeys.CreatePfx("Bench", algorithm, from, to, password)));
            Figures.Processor("PFX opened", times, () => SigningIdentity.FromFile(pfx, password).Dispose());
            Figures.Processor(
                "encrypted PEM written", times,
                () => File.WriteAllBytes(pem, CustodianKeys.CreateEncryptedPem("Bench", algorithm, from, to, password)));
            Figures.Processor("encrypted PEM opened", times, () => SigningIdentity.FromFile(pem, password).Dispose());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
