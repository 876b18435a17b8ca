namespace Trstctl;

/// <summary>What can go wrong beside an act without undoing it. Its text in Strings.resx has its name.</summary>
internal enum WarningId
{
    /// <summary>Something that this client should remember could not be written.</summary>
    ClientStateNotKept,

    /// <summary>What was erased from the database still stands in its write-ahead log.</summary>
    ErasureWaits,
}
