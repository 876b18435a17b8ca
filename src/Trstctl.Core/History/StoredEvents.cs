namespace Trstctl.History;

/// <summary>Reads an event as it is stored.</summary>
internal static class StoredEvents
{
    /// <summary>Its header, and its data where that is what the header says.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.LedgerInvalid"/> with the place.</exception>
    public static (EventHeader Header, LedgerEvent Event) Open(StoredEvent item, long sequence)
    {
        try
        {
            var header = EventHeader.FromBytes(item.Header);
            return item.Data.Length > StoredEvent.MaxDataBytes
                ? throw new TrstException(ErrorId.LedgerInvalid, sequence, $"its data has {item.Data.Length} bytes")
                : header.DataDigest == StoredEvent.DigestOf(item.Salt, item.Data)
                ? (header, EventCatalogue.Read(header.Type, item.Data))
                : throw new TrstException(ErrorId.LedgerInvalid, sequence, "its data does not match its header");
        }
        catch (TrstException e) when (e.Id != ErrorId.LedgerInvalid)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, sequence, e.Message);
        }
        catch (Exception e) when (e is not TrstException and not OperationCanceledException)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, sequence, "it cannot be read");
        }
    }
}
