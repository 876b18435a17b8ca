namespace Trstctl.Ceremonies.Presence;

/// <summary>Brings the shares of custodians who cannot decrypt to files of their own; the store keeps only the commitments.</summary>
/// <param name="files">Custodian's name to the path of a file that does not exist yet.</param>
/// <param name="show">Takes the password that was made for a custodian; it is wiped when the call returns.</param>
public sealed class ShareDelivery(IReadOnlyDictionary<string, string> files, Action<string, SecretBytes> show)
{
    private readonly List<string> written = [];

    public static ShareDelivery None { get; } = new(new Dictionary<string, string>(), (_, _) => { });

    /// <summary>Before anything is made: everybody whose share needs a file has named one.</summary>
    internal void Demand(Roster? dealtTo)
    {
        var missing = dealtTo?.Custodians.FirstOrDefault(c => c.SealingCertificate is null && !files.ContainsKey(c.Name));
        if (missing is not null)
        {
            throw new TrstException(
                ErrorId.ShareFileMissing, missing.Name, $"a file for {missing.Name}, -ShareFile @{{ '{missing.Name}' = path }},");
        }
    }

    /// <summary>Writes one file a custodian, each read back from its medium before this returns.</summary>
    internal void Write(IEnumerable<KeyShare> shares)
    {
        foreach (var custodian in shares.GroupBy(s => s.Context.Custodian, StringComparer.Ordinal))
        {
            using var password = ShareFile.NewPassword();
            ShareFile.Create(files[custodian.Key], custodian.ToArray(), password);
            written.Add(files[custodian.Key]);
            show(custodian.Key, password);
        }
    }

    /// <summary>The transaction did not happen: shares of keys that never existed are worth nothing.</summary>
    internal void Undo()
    {
        foreach (var file in written)
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It opens nothing; what failed first is what the user has to see.
            }
        }

        written.Clear();
    }
}
