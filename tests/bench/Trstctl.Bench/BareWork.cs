using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Trstctl.Ledger;

namespace Trstctl.Bench;

/// <summary>What the disk and the platform take for the same, with nothing around it: durable SQLite commits of one row each, keys,
/// signatures and verifications.</summary>
internal sealed class BareWork : IDisposable
{
    // More would not make an import cheaper or dearer.
    private const int MostKeys = 500;

    private static readonly HashAlgorithmName Hash = HashAlgorithmName.SHA256;

    private readonly string file;
    private readonly SqliteConnection connection;
    private readonly ECDsa person = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDiffieHellman sealing = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly LedgerKey ledger = LedgerKey.Generate();
    private readonly byte[] data = RandomNumberGenerator.GetBytes(300);
    private readonly byte[] signature;

    public BareWork(string folder)
    {
        file = Path.Combine(folder, $"bare-{Guid.NewGuid()}.db");
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)";
        command.ExecuteNonQuery();
        signature = person.SignData(data, Hash);
    }

    public void Commit(int bytes)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO t(body) VALUES($1)";
        command.Parameters.AddWithValue("$1", RandomNumberGenerator.GetBytes(bytes));
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>By P-256.</summary>
    public void Verify(int count) => Verify(person, count, signature);

    /// <summary>An approval's own: a commit, the custodian's signature and the ledger key's, the plan verified before and under the lock,
    /// the statement where it is admitted, and the checkpoint.</summary>
    public void Approval(int size)
    {
        person.SignData(data, Hash);
        var note = ledger.Sign(data);
        Verify(3);
        Commit(size);
        LedgerKey.Verify(ledger.PublicKey, data, note);
    }

    /// <summary>So many verifications by so many P-256 keys, each of which the platform has to import before it verifies by it. The keys
    /// and their signatures are made beforehand.</summary>
    public Action Verifying(int count, int keys)
    {
        var some = Enumerable.Range(0, Math.Min(keys, MostKeys)).Select(_ =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return (Public: key.ExportParameters(false), Signature: key.SignData(data, Hash));
        }).ToArray();
        return () =>
        {
            for (var i = 0; i < keys; i++)
            {
                using var key = ECDsa.Create(some[i % some.Length].Public);
                Verify(key, 1, some[i % some.Length].Signature);
            }

            Verify(count - keys);
        };
    }

    /// <summary>
    /// A root ceremony's own: of a plan, m approvals and a completion each one commit, one signature of its signer and one of the
    /// ledger's key; the new key, its certificate and its proof. What is verified: each statement when it is admitted, the plan again
    /// before and under the lock of each approval, plan and approvals before and under the lock of the execution, certificate and proof,
    /// and each checkpoint. A custodian's share goes under a key that is made for it, and agreed with his.
    /// </summary>
    /// <param name="sizes">Of the commits, in bytes.</param>
    public void RootCeremony(IReadOnlyList<int> sizes, ECCurve curve, int custodians)
    {
        for (var i = 0; i < custodians; i++)
        {
            using var once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            once.DeriveKeyMaterial(sealing.PublicKey);
        }

        var needed = sizes.Count - 2;
        using var key = ECDsa.Create(curve);
        foreach (var size in sizes)
        {
            person.SignData(data, Hash);
            ledger.Sign(data);
            Commit(size);
        }

        key.SignData(data, Hash);
        Verify(key, 2, key.SignData(data, Hash));
        Verify(sizes.Count + (2 * needed) + (2 * (1 + needed)));
        var note = ledger.Sign(data);
        _ = sizes.Count(_ => LedgerKey.Verify(ledger.PublicKey, data, note));
    }

    public void Dispose()
    {
        connection.Dispose();
        File.Delete(file);
        person.Dispose();
        sealing.Dispose();
        ledger.Dispose();
    }

    private void Verify(ECDsa key, int count, byte[] expected)
    {
        for (var i = 0; i < count; i++)
        {
            if (!key.VerifyData(data, expected, Hash))
            {
                throw new CryptographicException();
            }
        }
    }
}
