using System.Text;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Every column of every table: what is edited there is refused, or changes nothing.</summary>
internal static class StoredRowTargets
{
    public static readonly SortedDictionary<string, Func<FuzzTarget>> All = new(StringComparer.Ordinal)
    {
        ["events.header"] = () => Events("events.header", (random, e, other) => e with
        {
            Header = random.Next(4) == 0 ? Retold(random, e.Header, other.Header) : Edit(random, e.Header, other.Header),
        }),
        ["events.salt"] = () => Events("events.salt", (random, e, other) => e with { Salt = Edit(random, e.Salt, other.Salt) }),
        ["events.data"] = () => Events("events.data", (random, e, other) => e with { Data = Edit(random, e.Data, other.Data) }),
        ["events, columns exchanged"] = () => Events("events, columns exchanged", Exchanged),
        ["events, rows"] = () => Rows("events, rows", EventRows) with { Bounded = 100 },
        ["checkpoints.note"] = () => Rows("checkpoints.note", Notes),
        ["checkpoints, rows"] = () => Rows("checkpoints, rows", CheckpointRows),
        ["documents"] = Documents,
        ["sealed_keys"] = SealedKeys,
        ["releases"] = Releases,
        ["settings"] = Settings,
    };

    private static readonly Lazy<LedgerCopies> Copies = new(() =>
        new LedgerCopies(Rich.Rows, Rich.Restored.Connection.TenantId!));

    private static readonly Lazy<string> WholeText = new(() => Text(Copies.Value.Whole));

    private static readonly Dictionary<byte[], Func<Random, byte[]>?> Shapes = [];

    private static RichHistory Rich => RichHistory.One.Value;

    private static FuzzTarget Events(string name, Func<Random, StoredEvent, StoredEvent, StoredEvent> edit) => Rows(name, (random, rows) =>
    {
        var at = random.Next(rows.Events.Count);
        rows.Events[at] = edit(random, rows.Events[at], rows.Events[random.Next(rows.Events.Count)]);
        return at;
    });

    // What comes of it is refused, or is this history as it is.
    private static FuzzTarget Rows(string name, Func<Random, StoredRows, long> edit) => new(name, random =>
    {
        var rows = Rich.Rows.Copy();
        var at = edit(random, rows);
        return (() => $"from event {at} on", () =>
        {
            var ledger = Copies.Value.Before(at);
            ledger.Advance(rows);
            DemandSame(ledger);
        });
    });

    // An older head is one that its client's mark refuses; there is no other.
    private static void DemandSame(VerifiedLedger ledger)
    {
        var whole = Copies.Value.Whole;
        Assert.True(whole.Contains(ledger.Head), "a forged history was accepted");
        Assert.True(ledger.Size < whole.Size || Text(ledger) == WholeText.Value, "another state was accepted");
    }

    private static string Text(VerifiedLedger ledger) => string.Join("\n", ledger.Everything.Select(
        document => $"{document.Kind} {document.Id} {Encoding.UTF8.GetString(document.ToBytes())}"));

    // Reads well, and says something else.
    private static byte[] Retold(Random random, byte[] header, byte[] other)
    {
        var (one, two) = (EventHeader.FromBytes(header), EventHeader.FromBytes(other));
        return (random.Next(5) switch
        {
            0 => one with { EventId = two.EventId },
            1 => one with { Actor = two.Actor },
            2 => one with { Time = two.Time },
            3 => one with { Ceremony = two.Ceremony },
            _ => one with { Operation = two.Operation },
        }).ToBytes();
    }

    private static StoredEvent Exchanged(Random random, StoredEvent one, StoredEvent other) => random.Next(7) switch
    {
        0 => one with { Header = other.Header },
        1 => one with { Salt = other.Salt },
        2 => one with { Data = other.Data },
        3 => new StoredEvent(one.Data, one.Salt, one.Header),
        4 => new StoredEvent(one.Salt, one.Header, one.Data),
        5 => other with { Header = one.Header },
        _ => other,
    };

    private static long EventRows(Random random, StoredRows rows)
    {
        var (one, other) = (random.Next(rows.Events.Count), random.Next(rows.Events.Count));
        var (first, second) = (rows.Events[one], rows.Events[other]);
        switch (random.Next(7))
        {
            case 0:
                (rows.Events[one], rows.Events[other]) = (second, first);
                return Math.Min(one, other);
            case 1:
                rows.Events.Remove(one);
                return one;
            case 2:
                rows.Events.Remove(one);
                rows.Events[random.Next(3) == 0 ? long.MaxValue : rows.Events.Count + random.Next(3)] = first;
                return one;
            case 3:
                rows.Events[-1 - random.Next(3)] = first;
                return rows.Events.Count;
            case 4:
                rows.Events[rows.Events.Count + random.Next(2)] = first;
                return rows.Events.Count - 1;
            case 5:
                // All behind it one place on, and it twice.
                for (var i = rows.Events.Count; i > one; i--)
                {
                    rows.Events[i] = rows.Events[i - 1];
                }

                return one;
            default:
                while (rows.Events.Count > one)
                {
                    rows.Events.RemoveAt(rows.Events.Count - 1);
                }

                while (random.Next(3) > 0 && rows.Checkpoints.Count > 0 && rows.Checkpoints.Keys[^1] > one)
                {
                    rows.Checkpoints.RemoveAt(rows.Checkpoints.Count - 1);
                }

                return one;
        }
    }

    private static long Notes(Random random, StoredRows rows)
    {
        var at = random.Next(4) == 0 ? rows.Checkpoints.Keys[random.Next(rows.Checkpoints.Count)] : rows.Checkpoints.Keys[^1];
        var other = rows.Checkpoints.Values[random.Next(rows.Checkpoints.Count)];
        rows.Checkpoints[at] = random.Next(8) == 0 ? other
            : random.Next(2) == 0 ? TextMutator.Edit(random, rows.Checkpoints[at], other)
            : Encoding.UTF8.GetString(BytesMutator.Edit(
                random, Encoding.UTF8.GetBytes(rows.Checkpoints[at]), Encoding.UTF8.GetBytes(other)));
        return rows.Events.Count;
    }

    private static long CheckpointRows(Random random, StoredRows rows)
    {
        var at = rows.Checkpoints.Keys[random.Next(rows.Checkpoints.Count)];
        var note = rows.Checkpoints[at];
        switch (random.Next(4))
        {
            case 0:
                rows.Checkpoints.Remove(at);
                break;
            case 1:
                rows.Checkpoints.Remove(at);
                rows.Checkpoints[random.Next(-3, 300)] = note;
                break;
            case 2:
                rows.Checkpoints[random.Next(4) == 0 ? long.MaxValue : random.Next(300)] = note;
                break;
            default:
                rows.Checkpoints.Keys.Where(_ => random.Next(2) == 0).ToList().ForEach(size => rows.Checkpoints.Remove(size));
                break;
        }

        return rows.Events.Count;
    }

    // A row never counts: its edit refuses where it is asked for.
    private static FuzzTarget Documents() => new("documents", random =>
    {
        var rows = Rich.Rows.Copy();
        var keys = Keys(rows.Documents);
        var (at, other) = (keys[random.Next(keys.Length)], keys[random.Next(keys.Length)]);
        var kind = random.Next(8);
        rows.Documents[at] = kind == 0 ? rows.Documents[other] : Edit(random, rows.Documents[at], rows.Documents[other]);
        if (kind == 1)
        {
            rows.Documents.Remove(at);
        }

        return (() => $"{at.Kind} {at.Id}", () =>
        {
            var genuine = Rich.Rows.Documents[at];
            var same = rows.Documents.TryGetValue(at, out var body) && body.AsSpan().SequenceEqual(genuine);
            var state = new VerifiedState(Copies.Value.Whole.State, rows);
            Trstctl.State.Document? found = at.Kind switch
            {
                CeremonyRecord.KindName => state.Ceremony(at.Id),
                KeyRecord.KindName => state.Key(at.Id),
                AuthorityRecord.KindName => state.Authority(at.Id),
                CARequestRecord.KindName => state.Request(at.Id),
                TenantRecord.KindName => state.Tenant(),
                RosterRecord.KindName => state.CurrentRoster() is { } current && current.Id == at.Id ? current : null,
                _ => null,
            };
            Assert.True(found is null || (same && found.ToBytes().AsSpan().SequenceEqual(genuine)), "an edited row counts");
        });
    });

    // No other key comes out of it.
    private static FuzzTarget SealedKeys()
    {
        var work = Rich.Rows;
        var sealer = TenantKeysOf(work).Custody!;
        return new FuzzTarget("sealed_keys", random =>
        {
            var keys = Keys(work.SealedKeys);
            var (at, other) = (keys[random.Next(keys.Length)], keys[random.Next(keys.Length)]);
            var record = random.Next(8) == 0 ? work.SealedKeys[other] : Edit(random, work.SealedKeys[at], work.SealedKeys[other]);
            var genuine = random.Next(2) == 0 ? work.SealedKeys[at] : null;
            return (() => Convert.ToHexString(record), () =>
            {
                if (genuine is null)
                {
                    OpenUnexpected(record, sealer);
                }
                else
                {
                    Open(record, genuine, sealer);
                }
            });
        })
        { Bounded = 120 };
    }

    // What is opened by whoever expects nothing has a header that was sealed with it.
    private static void OpenUnexpected(byte[] record, Sealer sealer)
    {
        using var key = SealedKey.Open(record, null, sealer);
        Assert.Contains(Rich.Rows.SealedKeys.Values, genuine => HeaderOf(genuine).AsSpan().SequenceEqual(HeaderOf(record)));

        static byte[] HeaderOf(byte[] sealedKey) => CanonicalJson.Write(SealedKey.ReadHeader(sealedKey).ToJson());
    }

    private static void Open(byte[] record, byte[] genuine, Sealer sealer)
    {
        var header = SealedKey.ReadHeader(genuine);
        if (header.Quorum is null)
        {
            using var key = SealedKey.Open(record, header with { Sealer = sealer.Identity.Hex }, sealer);
            Assert.Equal(header.SpkiDigest, Digest.Of(key.SubjectPublicKeyInfo));
            return;
        }

        QuorumKey.DemandTerms(
            record, header.Tenant, header.KeyId, header.Quorum.Needed, header.Quorum.Epoch,
            [.. header.Quorum.Holders.Select(holder => holder.Custodian)]);
        using var share = QuorumKey.OpenEnvelope(record, "Alice", World.Custodians[0]);
        using var before = QuorumKey.OpenEnvelope(genuine, "Alice", World.Custodians[0]);
        Assert.True(share.Value.Bytes.AsSpan().SequenceEqual(before.Value.Bytes), "another share was opened");
    }

    // No other share arrives.
    private static FuzzTarget Releases()
    {
        var genuine = Rich.Rows.Releases.Values.Single();
        return new FuzzTarget("releases", random =>
        {
            var release = Edit(random, genuine, Rich.Rows.SealedKeys.Values.First());
            return (() => Convert.ToHexString(release), () =>
            {
                var read = ShareRelease.FromBytes(release);
                foreach (var item in read.Items)
                {
                    using var share = Rich.Session.Open(item, read.Context, Rich.Share.Commitment());
                    Assert.True(share.Value.Bytes.AsSpan().SequenceEqual(Rich.Share.Value.Bytes), "another share arrived");
                }
            });
        });
    }

    // No other key signs, and no other sealer opens.
    private static FuzzTarget Settings() => new("settings", random =>
    {
        var genuine = random.Next(2) == 0 ? Rich.Rows : Rich.Before;
        var rows = genuine.Copy();
        var names = rows.Settings.Keys.Order(StringComparer.Ordinal).ToArray();
        var (at, other) = (names[random.Next(names.Length)], names[random.Next(names.Length)]);
        var kind = random.Next(10);
        rows.Settings[at] = kind == 0 ? rows.Settings[other] : Edit(random, rows.Settings[at], rows.Settings[other]);
        if (kind == 1)
        {
            rows.Settings.Remove(at);
        }

        return (() => $"{at} {Convert.ToHexString(rows.Settings.GetValueOrDefault(at) ?? [])}", () =>
        {
            using var keys = TenantKeysOf(rows);
            using var before = TenantKeysOf(genuine);
            Assert.Equal(before.Keys.LedgerPublicKey, keys.Keys.LedgerPublicKey);
            Assert.Equal(before.Keys.LedgerKey!.PublicKey, keys.Keys.LedgerKey!.PublicKey);
            // What is opened is a custody sealer of this tenant's; of a record that is not, nobody knows whether it says the truth. The
            // copy's and the store's may change places: the roster says which of them is in force.
            Digest?[] sealers = [before.Keys.SealerIdentity, before.Keys.SealerBefore];
            Assert.All(new[] { keys.Keys.Custody, keys.Keys.Before }.OfType<Sealer>(), sealer => Assert.Contains(sealer.Identity, sealers));
        });
    })
    { Bounded = 120 };

    private static OpenedKeys TenantKeysOf(StoredRows rows) =>
        new(TenantKeys.Open(rows, new ConnectionOptions { LedgerSecret = Rich.Secret }));

    private static TKey[] Keys<TKey>(Dictionary<TKey, byte[]> rows)
        where TKey : notnull => [.. rows.Keys.OrderBy(key => key.ToString(), StringComparer.Ordinal)];

    private static byte[] Edit(Random random, byte[] value, byte[] other)
    {
        if (!Shapes.TryGetValue(value, out var shaped))
        {
            Shapes[value] = shaped = JsonMutator.Of(value) is { } json ? json.Edit : null;
        }

        return shaped is not null && random.Next(2) == 0 ? shaped(random) : BytesMutator.Edit(random, value, other);
    }

    private sealed class OpenedKeys(TenantKeys keys) : IDisposable
    {
        public TenantKeys Keys { get; } = keys;

        public Sealer? Custody => Keys.Custody;

        public void Dispose()
        {
            Keys.LedgerKey?.Dispose();
            Keys.Opened.ToList().ForEach(sealer => sealer.Dispose());
        }
    }
}
