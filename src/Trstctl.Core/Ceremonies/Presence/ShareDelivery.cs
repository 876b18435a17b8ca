namespace Trstctl.Ceremonies.Presence;

/// <summary>Brings the shares of custodians who cannot decrypt to files of their own; the store keeps only the commitments.</summary>
/// <param name="files">Custodian's name to the path of a file that does not exist yet.</param>
/// <param name="show">Takes the password that was made for a custodian; it is wiped when the call returns.</param>
/// <param name="passwordFiles">Custodian's name to the path of a file that does not exist yet, which only its owner can read and which
/// gets the password instead.</param>
public sealed class ShareDelivery(
    IReadOnlyDictionary<string, string> files, Action<string, SecretBytes> show, IReadOnlyDictionary<string, string>? passwordFiles = null)
{
    private readonly IReadOnlyDictionary<string, string> passwordFiles = passwordFiles ?? new Dictionary<string, string>();
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

    /// <summary>Before anybody is asked: a password has a share file that it opens, and a place of its own.</summary>
    internal void DemandPlaces()
    {
        if (passwordFiles.Keys.FirstOrDefault(name => !files.ContainsKey(name)) is { } without)
        {
            throw new TrstException(
                ErrorId.ShareFileMissing, without, $"a file for {without}, -ShareFile @{{ '{without}' = path }},");
        }

        if (passwordFiles.Values.FirstOrDefault(path => File.Exists(path) || Directory.Exists(path)) is { } taken)
        {
            throw new TrstException(ErrorId.FileExists, taken);
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
            if (passwordFiles.TryGetValue(custodian.Key, out var path))
            {
                WritePassword(path, password);
            }
            else
            {
                show(custodian.Key, password);
            }
        }
    }

    private void WritePassword(string path, SecretBytes password)
    {
        using var file = OwnerOnly.CreateFile(path);
        written.Add(path);
        file.Write(password.Bytes, 0, password.Length);
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
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
