namespace Trstctl.Certificates;

/// <summary>Keys that nobody should trust.</summary>
public static class WeakKeys
{
    public static string? Fault(byte[] spki) => PublicKeyShape.TryRead(spki) is { Family: KeyFamily.Rsa, Bits: < 2048 } rsa ? $"its RSA key has {rsa.Bits} bits, fewer than 2048" : null;
}
