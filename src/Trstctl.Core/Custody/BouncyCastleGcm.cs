using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Custody;

/// <summary>For .NET Framework, which has no such mode. Its objects keep a copy of the key until they are collected.</summary>
internal sealed class BouncyCastleGcm : IGcm
{
    public void Encrypt(byte[] key, byte[] nonce, byte[] plaintext, byte[] ciphertext, byte[] tag, byte[] associatedData)
    {
        var cipher = Create(true, key, nonce, associatedData);
        var result = new byte[cipher.GetOutputSize(plaintext.Length)];
        cipher.DoFinal(result, cipher.ProcessBytes(plaintext, 0, plaintext.Length, result, 0));
        Buffer.BlockCopy(result, 0, ciphertext, 0, ciphertext.Length);
        Buffer.BlockCopy(result, ciphertext.Length, tag, 0, tag.Length);
    }

    public bool TryDecrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] plaintext, byte[] associatedData)
    {
        var cipher = Create(false, key, nonce, associatedData);
        try
        {
            var written = cipher.ProcessBytes(ciphertext, 0, ciphertext.Length, plaintext, 0);
            written += cipher.ProcessBytes(tag, 0, tag.Length, plaintext, written);
            cipher.DoFinal(plaintext, written);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }
    }

    private static GcmBlockCipher Create(bool encrypt, byte[] key, byte[] nonce, byte[] associatedData)
    {
        var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(key), 8 * AuthenticatedCipher.TagLength, nonce, associatedData));
        return cipher;
    }
}
