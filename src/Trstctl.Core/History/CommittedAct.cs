namespace Trstctl.History;

/// <summary>One act in one transaction: everything of it happens or nothing. What it made leaves after the file was read back and holds the
/// head that was computed (PROTOCOL section 5); what it left outside the file is taken back where it certainly did not happen.</summary>
internal sealed class CommittedAct(StoreConnection connection)
{
    private const int Looks = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public T Run<T>(IUnitOfWork work, LedgerWriter writer, Func<T> act)
    {
        T result;
        LedgerPoint head;
        try
        {
            result = act();
            head = writer.Seal();
        }
        catch
        {
            writer.Undo();
            throw;
        }

        var fault = Commit(work, writer);
        if (!DemandAt(head, fault))
        {
            writer.Undo();
            throw fault!;
        }

        return result;
    }

    /// <summary>Whether the transaction happened: one whose commit failed may have, and is looked for. Somebody else may have appended
    /// since.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.LedgerForked"/>: it was committed, and the file does not hold it.
    /// <see cref="ErrorId.OutcomeUnknown"/>: the file cannot be read now, or holds what nobody can read.</exception>
    public bool DemandAt(LedgerPoint head, TrstException? fault)
    {
        var (isThere, size) = Look(head);
        return isThere ? true
            : fault is not null ? false
            : throw new TrstException(ErrorId.LedgerForked, head.Size, size, "what was committed is not there");
    }

    private static TrstException? Commit(IUnitOfWork work, LedgerWriter writer)
    {
        try
        {
            using (work)
            {
                if (writer.HasAppended)
                {
                    work.Commit();
                }
            }

            return null;
        }
        catch (TrstException e)
        {
            return e;
        }
    }

    // Verified, so that memory and mark hold what the file holds.
    private (bool IsThere, long Size) Look(LedgerPoint head)
    {
        for (var looks = 1; ; looks++)
        {
            try
            {
                return connection.Read((_, found) => (found?.Contains(head) == true, found?.Size ?? 0));
            }
            catch (TrstException e) when (e.Kind == ErrorKind.Unavailable && looks < Looks)
            {
                Thread.Sleep(Pause);
            }
            catch (TrstException e) when (e.Id != ErrorId.LedgerForked)
            {
                throw new TrstException(ErrorId.OutcomeUnknown, e, null, e.Message);
            }
        }
    }
}
