using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Trstctl.Storage;

/// <summary>
/// The client's own folder: files that only its user can use, each read whole and replaced as a whole, by one process at a time. What
/// cannot be read refuses, since who hides a mark must not gain by it; what cannot be written is told beside the result of the act.
/// </summary>
internal sealed class ClientFolder
{
    private const int MaxFile = 4 * 1024 * 1024;
    private const int LockAttempts = 300;
    private const int FileAttempts = 20;
    private const string LockName = "client.lock";
    private static readonly Regex LeftOver = new(
        @"^[a-z]+-[0-9a-z]+\.(json|1)\.[0-9a-f]{32}\.tmp$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly string root;
    private readonly Warnings warnings;
    private readonly ConcurrentDictionary<string, (byte[] Bytes, object Said)> last = new(StringComparer.Ordinal);
    private bool isStuck;

    public ClientFolder(string? folder, Warnings warnings)
    {
        root = Path.GetFullPath(folder ?? DefaultFolder());
        this.warnings = warnings;
        if (IsFilled())
        {
            OwnerOnly.Demand(root);
        }
    }

    public string PathOf(string name) => Path.Combine(root, name);

    /// <summary>Null where there is no such file; <see cref="ErrorId.ClientStateDamaged"/> where there is one that nothing can be read
    /// from. An act looks many times: the file is read each time, and taken apart again where its bytes are others than the last.
    /// </summary>
    public T? Read<T>(string name, Func<Fields, T?, T> declare)
        where T : class => Read(name, () => OwnerOnly.Read(PathOf(name), MaxFile), declare);

    /// <summary>The same of what <see cref="WriteInTurn"/> keeps.</summary>
    public T? ReadInTurn<T>(string name, Func<Fields, T?, T> declare)
        where T : class => Read(name, () => Newest(name)?.Content, declare);

    private T? Read<T>(string name, Func<byte[]?> read, Func<Fields, T?, T> declare)
        where T : class
    {
        var file = PathOf(name);
        try
        {
            if (read() is not { } bytes)
            {
                return null;
            }

            if (last.TryGetValue(name, out var before) && before.Bytes.AsSpan().SequenceEqual(bytes))
            {
                return (T)before.Said;
            }

            var found = Fields.FromBytes(bytes, name, MaxFile, declare);
            last[name] = (bytes, found);
            return found;
        }
        catch (TrstException e) when (e.Id is ErrorId.FormatInvalid or ErrorId.FileUnreadable)
        {
            throw new TrstException(ErrorId.ClientStateDamaged, e, file, file, e.Message);
        }
    }

    // Who writes twice while one reads leaves neither file whole for it; what stays so is damaged.
    private TurnFile? Newest(string name)
    {
        try
        {
            return Read();
        }
        catch (TrstException e) when (e.Id == ErrorId.FormatInvalid)
        {
            return Read();
        }

        TurnFile? Read() => TurnFile.Newest(
            name, [.. TurnFile.Names(name).Select(half => OwnerOnly.Read(PathOf(half), MaxFile, FileShare.ReadWrite))]);
    }

    /// <summary>Does something that reads and writes, alone. A failure is a warning, and the next occasion makes it good.</summary>
    /// <param name="what">What this client then does not remember.</param>
    /// <param name="isNeeded">True where going on without it is not right, and nothing was done yet: then it refuses.</param>
    public void Change(string what, Action act, bool isNeeded = false)
    {
        try
        {
            if (!IsFilled())
            {
                OwnerOnly.CreateDirectory(root);
            }

            using var alone = Enter();
            RemoveLeftOvers();
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrstException)
        {
            if (isNeeded)
            {
                throw new TrstException(ErrorId.StoreUnavailable, e, root, $"this client cannot keep {what} in \"{root}\": {e.Message}");
            }

            warnings.Add(WarningId.ClientStateNotKept, what, e.Message);
        }
    }

    /// <summary>Within <see cref="Change"/>. Written beside and moved over: a crash leaves the old file or the new one.</summary>
    public void Write<T>(string name, T content, Func<Fields, T?, T> declare)
        where T : class => Replace(PathOf(name), Fields.ToBytes(content, declare));

    /// <summary>Within <see cref="Change"/>, what is written at every act (<see cref="TurnFile"/>).</summary>
    public void WriteInTurn<T>(string name, T content, Func<Fields, T?, T> declare)
        where T : class
    {
        var next = TurnFile.Next(Newest(name), Fields.ToBytes(content, declare));
        var (file, bytes) = (PathOf(next.NameIn(name)), next.ToBytes());
        if (next.IsFirst)
        {
            Replace(file, bytes);
            return;
        }

        using var stream = Retried.Do(() => OwnerOnly.OpenToRewrite(file), FileAttempts, e => e is IOException);
        stream.Write(bytes, 0, bytes.Length);
        stream.Flush(flushToDisk: true);
    }

    private static void Replace(string file, byte[] bytes)
    {
        var beside = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = OwnerOnly.CreateFile(beside))
            {
                stream.Write(bytes, 0, bytes.Length);
                stream.Flush(flushToDisk: true);
            }

            // On Windows whoever reads the old one just now, a virus scanner say, is in the way.
            Retried.Do(() => MoveOver(beside, file), FileAttempts, e => e is IOException or UnauthorizedAccessException);
        }
        catch
        {
            Remove(beside);
            throw;
        }
    }

    // Another process writes for milliseconds. One that holds the lock for seconds is stuck: it is waited for once.
    private FileStream Enter()
    {
        var attempts = isStuck ? 1 : LockAttempts;
        isStuck = true;
        var place = Retried.Do(
            () => OwnerOnly.OpenAlone(PathOf(LockName)), attempts, e => e is IOException taken && WriterQueue.IsTaken(taken));
        isStuck = false;
        return place;
    }

    private static bool MoveOver(string beside, string file)
    {
        if (File.Exists(file))
        {
            File.Replace(beside, file, null);
        }
        else
        {
            File.Move(beside, file);
        }

        return true;
    }

    // Of processes that died: who writes is alone, and a file that is just being written is held.
    private void RemoveLeftOvers() => Directory.EnumerateFiles(root, "*.tmp")
        .Where(file => LeftOver.IsMatch(Path.GetFileName(file)))
        .ToList()
        .ForEach(Remove);

    private static void Remove(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another time.
        }
    }

    // One that is new or empty holds nothing that others could have changed: it is restricted when it is first written to.
    private bool IsFilled()
    {
        try
        {
            return Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrstException(ErrorId.FileUnreadable, e, root, root, e.Message);
        }
    }

    private static string DefaultFolder() =>
        Environment.GetEnvironmentVariable("TRSTCTL_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "Trstctl");
}
