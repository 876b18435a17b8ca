namespace Trstctl.PowerShell;

/// <summary>PowerShell paths become file system paths; other providers are refused.</summary>
internal static class FilePaths
{
    public static string ResolvePath(this PSCmdlet cmdlet, string path)
    {
        TrstException Refusal(Exception? cause) =>
            new(ErrorId.InvalidArgument, cause, path, "Path", "a file system path", $"\"{CanonicalText.Escape(path)}\"");

        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal) && full.IndexOf('\0') < 0
                ? full
                : throw Refusal(null);
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException or PSInvalidOperationException)
        {
            throw Refusal(e);
        }
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

        Writing(full, () => Directory.CreateDirectory(full));
    }

    /// <summary>Writes a file or folder that is not the store's; a failure names it.</summary>
    public static void Writing(string full, Action write)
    {
        try
        {
            write();
        }
        catch (DirectoryNotFoundException e)
        {
            throw new TrstException(ErrorId.FileUnwritable, e, full, full, "its folder does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrstException(ErrorId.FileUnwritable, e, full, full, e.Message);
        }
    }

    /// <summary>A file's full path; in a folder that exists a file of that name.</summary>
    /// <param name="name">Of the file, where the path is a folder.</param>
    public static string ResolveFile(this PSCmdlet cmdlet, string path, string name)
    {
        var full = cmdlet.ResolvePath(path);
        return Directory.Exists(full) ? System.IO.Path.Combine(full, name) : full;
    }

    /// <summary>Files are created, and overwritten only where that is asked for.</summary>
    public static PSObject WriteNewFile(this PSCmdlet cmdlet, string path, byte[] content, bool overwrite = false)
    {
        var full = cmdlet.ResolvePath(path);
        if (Directory.Exists(full) || (File.Exists(full) && !overwrite))
        {
            throw new TrstException(ErrorId.FileExists, full);
        }

        Writing(full, () =>
        {
            if (File.Exists(full))
            {
                Replace(full, content);
            }
            else
            {
                Create(full, content);
            }
        });
        return cmdlet.InvokeProvider.Item.Get([full], force: true, literalPath: true)[0];
    }

    // There is the old file or the whole new one at any time; of a link the link is replaced, and not what it leads to.
    private static void Replace(string full, byte[] content)
    {
        var draft = $"{full}.{Guid.NewGuid().ToString("N").Substring(0, 8)}";
        try
        {
            Create(draft, content);
            if (File.GetAttributes(full).HasFlag(FileAttributes.ReparsePoint))
            {
                File.Delete(full);
                File.Move(draft, full);
            }
            else
            {
                File.Replace(draft, full, null);
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Create(string full, byte[] content)
    {
        using var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
    }
}
