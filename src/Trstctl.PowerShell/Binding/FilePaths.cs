namespace Trstctl.PowerShell;

/// <summary>PowerShell paths become file system paths; other providers are refused.</summary>
internal static class FilePaths
{
    public static string ResolvePath(this PSCmdlet cmdlet, string path)
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal)
            ? full
            : throw new TrstException(ErrorId.InvalidArgument, "Path", "a file system path", path);
    }

    public static byte[] ReadFile(this PSCmdlet cmdlet, string path, int maxBytes) =>
        BoundedFile.Read(cmdlet.ResolvePath(path), maxBytes);

    /// <summary>A folder that did not exist.</summary>
    public static void CreateNewFolder(this PSCmdlet cmdlet, string full)
    {
        if (File.Exists(full) || Directory.Exists(full))
        {
            throw new TrstException(ErrorId.FileExists, full);
        }

        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrstException(ErrorId.StoreUnavailable, e, full, e.Message);
        }
    }

    /// <summary>Files are created, never overwritten.</summary>
    public static PSObject WriteNewFile(this PSCmdlet cmdlet, string path, byte[] content)
    {
        var full = cmdlet.ResolvePath(path);
        if (File.Exists(full) || Directory.Exists(full))
        {
            throw new TrstException(ErrorId.FileExists, full);
        }

        try
        {
            using (var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            return cmdlet.InvokeProvider.Item.Get([full], force: true, literalPath: true)[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrstException(ErrorId.StoreUnavailable, e, full, e.Message);
        }
    }
}
