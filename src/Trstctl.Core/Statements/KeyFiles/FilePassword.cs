using System.Security;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Trstctl.Statements.KeyFiles;

/// <summary>The password of a key file in both its forms: UTF-8 for PBES2, BMP characters for the schemes of PKCS #12. BouncyCastle's
/// Pkcs12Store takes the low byte of each character as a PBES2 password, so that one with an umlaut in a file of OpenSSL or Windows never
/// fits.</summary>
internal sealed class FilePassword : IDisposable
{
    // pkcs-12PbeIds (RFC 7292 C).
    private const string Pkcs12Schemes = "1.2.840.113549.1.12.1.";

    private const int MaxIterations = 10_000_000;

    private readonly char[] characters;
    private readonly SecretBytes utf8;
    private readonly bool hasEnd;

    private FilePassword(SecureString? password, bool hasEnd)
    {
        characters = PfxFile.Characters(password);
        utf8 = password is null ? new SecretBytes(0) : SecretBytes.FromUtf8(password);
        this.hasEnd = hasEnd;
    }

    /// <summary>What opens with one of the password's readings, or null. An empty password is two zero octets for some programs and none
    /// for others (RFC 7292 B.1, B.2).</summary>
    public static T? Try<T>(SecureString? password, Func<FilePassword, T?> open)
        where T : class
    {
        bool[] readings = password is null or { Length: 0 } ? [true, false] : [true];
        foreach (var hasEnd in readings)
        {
            using var reading = new FilePassword(password, hasEnd);
            if (open(reading) is { } opened)
            {
                return opened;
            }
        }

        return null;
    }

    /// <summary>The PKCS#8, or garbage, or an exception: a wrong password may decrypt to anything.</summary>
    /// <exception cref="NotSupportedException">What it is, and what converts it.</exception>
    public SecretBytes Decrypt(AlgorithmIdentifier algorithm, byte[] ciphertext)
    {
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2))
        {
            return Pbes2.Decrypt(algorithm, ciphertext, utf8.Bytes);
        }

        if (!algorithm.Algorithm.Id.StartsWith(Pkcs12Schemes, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"its encryption ({algorithm.Algorithm.Id}) is older than PBES2; {Conversion.OfOld}");
        }

        Bounded(Pkcs12PbeParams.GetInstance(algorithm.Parameters).Iterations);
        if (PbeUtilities.CreateEngine(algorithm) is not IBufferedCipher cipher)
        {
            throw new NotSupportedException($"its encryption ({algorithm.Algorithm.Id}) is unknown; {Conversion.OfOld}");
        }

        cipher.Init(false, PbeUtilities.GenerateCipherParameters(algorithm, characters, hasEnd));
        return SecretBytes.Take(cipher.DoFinal(ciphertext));
    }

    /// <summary>Whether a PFX was made with the password.</summary>
    public bool Fits(MacData mac, byte[] safe)
    {
        var algorithm = mac.Mac.DigestAlgorithm;
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbmac1))
        {
            return Pbmac1.Of(algorithm, safe, utf8.Bytes) is { } made && FixedTime.Equals(made, mac.Mac.Digest.GetOctets());
        }

        return FixedTime.Equals(
            PfxFile.MacOf(
                DigestUtilities.GetDigest(algorithm.Algorithm), safe, characters, mac.GetSalt(), Bounded(mac.IterationCount), hasEnd),
            mac.Mac.Digest.GetOctets());
    }

    public void Dispose()
    {
        Array.Clear(characters, 0, characters.Length);
        utf8.Dispose();
    }

    private static int Bounded(Org.BouncyCastle.Math.BigInteger iterations) =>
        iterations.BitLength < 32 && iterations.IntValueExact is >= 1 and <= MaxIterations
            ? iterations.IntValueExact
            : throw new NotSupportedException("its iteration count is out of range");
}
