using System.Runtime.InteropServices;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

/// <summary>Secret bytes stand in one place, and are gone from there when they are disposed.</summary>
[Trait("Conformance", "K01")]
public sealed class SecretBytesTests
{
    [Fact]
    public void TheCollectorMovesNone()
    {
        var secrets = new List<(SecretBytes Secret, IntPtr Place)>();
        for (var i = 0; i < 100; i++)
        {
            // What is dropped beside it leaves room to move into.
            _ = new byte[1000];
            var secret = SecretBytes.Random(32);
            secrets.Add((secret, PlaceOf(secret)));
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);

        Assert.All(secrets, known => Assert.Equal(known.Place, PlaceOf(known.Secret)));
        secrets.ForEach(known => known.Secret.Dispose());
    }

    [Fact]
    public void WhatIsTakenOrDisposedIsZeroed()
    {
        byte[] source = [1, 2, 3];
        var secret = SecretBytes.Take(source);
        var bytes = secret.Bytes;
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(new byte[3], source);

        secret.Dispose();

        Assert.Equal(new byte[3], bytes);
        Assert.Throws<ObjectDisposedException>(() => secret.Bytes);
    }

    private static IntPtr PlaceOf(SecretBytes secret) => Marshal.UnsafeAddrOfPinnedArrayElement(secret.Bytes, 0);
}
