namespace Trstctl.Ceremonies;

/// <summary>Refusals and failures become events, capped per actor; one that cannot be written still refuses.</summary>
internal sealed class RefusalLog(StoreConnection connection)
{
    /// <param name="identity">Who acts: one who may sign that the ceremony expired does so where that is why it is refused.</param>
    public T Recording<T>(
        string? ceremonyId, string act, string type, CancellationToken cancellation, Func<T> run, SigningIdentity? identity = null)
    {
        try
        {
            return run();
        }
        catch (TrstException e) when (e.Id is not (ErrorId.CeremonyNotFound or ErrorId.TenantHasNoRoster))
        {
            var isSigned = e.Id == ErrorId.CeremonyExpired && ceremonyId is not null && identity is not null
                && RecordExpiry(ceremonyId, identity, cancellation);
            Record(ceremonyId, act, type, e, cancellation);
            if (!isSigned)
            {
                throw;
            }

            throw new TrstException(e.Id, e, e.Target, [.. e.Details.Take(4), ", and the ledger has your word that it did"]);
        }
        catch (Exception e) when (e is not TrstException and not OperationCanceledException and not SnapshotUnusable)
        {
            Record(ceremonyId, act, Refused.RefusedType, e, cancellation);
            throw;
        }
    }

    // True where the ledger has his word. A word that comes after gather-by is late; a ceremony that has its quorum lives on.
    private bool RecordExpiry(string ceremonyId, SigningIdentity identity, CancellationToken cancellation)
    {
        try
        {
            var said = connection.Read(
                (_, ledger) => Expiry.Observed(ledger!, ceremonyId, identity.Spki, connection.LedgerTime(ledger, ceremonyId)),
                cancellation);
            if (said is null)
            {
                return false;
            }

            var signed = SignedStatement.Sign(identity, ContentTypes.Expiry, said.ToBytes(), said.Time);
            return connection.Write(
                (writer, _) =>
                {
                    writer.Append(new CeremonyExpired(signed), Actors.Principal(said.Signer), ceremonyId);
                    return true;
                },
                cancellation);
        }
        catch (Exception e) when (e is TrstException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Record(string? ceremonyId, string act, string type, Exception error, CancellationToken cancellation)
    {
        try
        {
            connection.Write(
                (writer, ledger) =>
                {
                    Append(writer, ledger, ceremonyId, act, type, error);
                    return true;
                },
                cancellation);
        }
        catch (Exception e) when (e is TrstException or OperationCanceledException or NothingToRecord)
        {
            // The refusal stands; the caller sees the first error.
        }
    }

    private static void Append(LedgerWriter writer, VerifiedLedger ledger, string? ceremonyId, string act, string type, Exception error)
    {
        var id = (error as TrstException)?.Id;
        var ceremony = ceremonyId is null ? null : ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId);
        var before = ledger.State.Find<RefusalRecord>(RefusalRecord.KindName, RefusalRecord.IdOf(ceremonyId ?? string.Empty, Actors.Host));
        if ((ceremony is null && ceremonyId is not null) || before?.Admits(writer.Now) == false)
        {
            throw new NothingToRecord();
        }

        writer.Append(new Refused(type, act, id?.ToString() ?? error.GetType().Name, Bounded(error.Message)), Actors.Host, ceremonyId);
    }

    private static string Bounded(string text)
    {
        var safe = CanonicalText.Escape(text);
        return safe.Length <= 1000 ? safe : CanonicalText.Escape(safe.Substring(0, 1000));
    }

    private sealed class NothingToRecord : Exception;
}
