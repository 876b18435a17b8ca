namespace Trstctl.Custody;

/// <summary>A private key that is open in this process; disposing it zeroes what can be zeroed.</summary>
public interface IOpenKey : IDisposable
{
    KeyAlgorithm Algorithm { get; }

    /// <summary>DER SubjectPublicKeyInfo (RFC 5280 4.1.2.7) in its one encoding, see
    /// <see cref="PublicKey.Spki"/>.</summary>
    byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Signs data, with the algorithm's hash where it has one; the result is as X.509 carries it (ECDSA: DER
    /// Ecdsa-Sig-Value).</summary>
    byte[] Sign(byte[] data);
}

/// <summary>An open key that signs with another hash than its own, where a CA's specification asks for it.</summary>
internal interface IHashingKey
{
    /// <param name="data">What is signed.</param>
    /// <param name="hash">One of <see cref="KeyAlgorithm.Hashes"/>.</param>
    byte[] Sign(byte[] data, string hash);
}

/// <summary>An open key whose private half can leave it, to be sealed.</summary>
internal interface IExportableKey
{
    /// <summary>PKCS#8 PrivateKeyInfo, DER.</summary>
    SecretBytes ExportPkcs8();
}
