using System.Reflection;
using Trstctl.Core.Tests.Custody;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Every parser of bytes and text from outside, by type and method.</summary>
internal static partial class ParserTargets
{
    /// <summary>Made when it is asked for: seeds take their time.</summary>
    public static readonly Lazy<SortedDictionary<string, Func<FuzzTarget>>> All = new(() =>
    {
        var all = new SortedDictionary<string, Func<FuzzTarget>>(StringComparer.Ordinal);
        foreach (var (name, act) in OfTexts())
        {
            all.Add(name, () => FuzzTarget.OfText(name, act.Read, act.Seeds));
        }

        foreach (var (name, make) in OfCertificates().Concat(OfKeys()).Concat(OfStores()).Concat(OfRecords()))
        {
            all.Add(name, () => make(name));
        }

        return all;
    });

    private static readonly Scratch Folder = Kept();

    private static Scratch Kept()
    {
        var scratch = new Scratch();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => scratch.Dispose();
        return scratch;
    }

    // FromBytes and FromSigned of every type: seeds are what of a rich history it takes.
    private static IEnumerable<(string, Func<string, FuzzTarget>)> OfRecords() =>
        from type in typeof(TrstException).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.Name is "FromBytes" or "FromSigned" && method.GetParameters() is [{ } only] && only.ParameterType == typeof(byte[])
            && type.Name != "IPRange"
        select ($"{type.Name}.{method.Name}", new Func<string, FuzzTarget>(name =>
        {
            var read = Invoker(method);
            return FuzzTarget.Of(name, read, Taken(read));
        }));

    private static byte[][] Taken(Action<byte[]> read) => [.. RichHistory.One.Value.Documents.Where(document =>
    {
        try
        {
            read(document);
            return true;
        }
        catch (TrstException)
        {
            return false;
        }
    }).GroupBy(document => document.Length / 64).Select(alike => alike.First()).Take(24)];

    private static Action<byte[]> Invoker(MethodInfo method)
    {
        var made = method.CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(byte[]), method.ReturnType));
        return made is Func<byte[], object> read ? bytes => read(bytes) : throw new NotSupportedException(method.Name);
    }

    private static Action<byte[]> File(string name, Action<string> read)
    {
        var path = Folder[name];
        System.IO.File.WriteAllBytes(path, []);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return bytes =>
        {
            // Not cut to nothing first, which file systems take for a reason to reach the disk.
            using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
            {
                file.Write(bytes);
                file.SetLength(bytes.Length);
            }

            read(path);
        };
    }

    private static Digest Digest(int value) => Trstctl.Primitives.Digest.Of([(byte)value]);
}
