namespace Trstctl.Custody;

/// <summary>Galois/Counter mode, of the platform or of BouncyCastle.</summary>
internal interface IGcm
{
    void Encrypt(byte[] key, byte[] nonce, byte[] plaintext, byte[] ciphertext, byte[] tag, byte[] associatedData);

    /// <summary>False where they do not belong together; nothing may be read of the plaintext then.</summary>
    bool TryDecrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] plaintext, byte[] associatedData);
}
