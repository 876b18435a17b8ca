namespace Trstctl.Ceremonies;

/// <summary>Refusals and failures become events, capped per actor; one that cannot be written still refuses.</summary>
internal sealed class RefusalLog(StoreConnection connection)
{
    public T Recording<T>(string? ceremonyId, string act, string type, CancellationToken cancellation, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (TrstException e) when (e.Id is not (ErrorId.CeremonyNotFound or ErrorId.TenantHasNoRoster))
        {
            Record(ceremonyId, act, type, e, cancellation);
            throw;
        }
        catch (Exception e) when (e is not TrstException and not OperationCanceledException)
        {
            Record(ceremonyId, act, Refused.RefusedType, e, cancellation);
            throw;
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

        // A word that comes after gather-by is late; a ceremony that has its quorum lives on to use-by.
        var expired = id == ErrorId.CeremonyExpired
            && ceremony?.Status == CeremonyStatus.Pending
            && ceremony.StatusAt(writer.Now) == CeremonyStatus.Expired;
        if ((ceremony is null && ceremonyId is not null) || (!expired && before?.Admits(writer.Now) == false))
        {
            throw new NothingToRecord();
        }

        if (expired)
        {
            writer.Append(new CeremonyExpired(ceremony!.HasQuorum ? "use-by" : "gather-by"), Actors.Host, ceremonyId);
        }

        if (before?.Admits(writer.Now) != false)
        {
            writer.Append(new Refused(type, act, id?.ToString() ?? error.GetType().Name, Bounded(error.Message)), Actors.Host, ceremonyId);
        }
    }

    private static string Bounded(string text)
    {
        var safe = CanonicalText.Escape(text).Normalize();
        return safe.Length <= 1000 ? safe : CanonicalText.Escape(safe.Substring(0, 1000));
    }

    private sealed class NothingToRecord : Exception;
}
