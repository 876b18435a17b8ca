using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A store in which something was done once a process; each world that starts from it has a copy of its own.</summary>
internal sealed class WorldImage
{
    /// <summary>Founded, 3 of 5, and nothing else.</summary>
    public static readonly Lazy<WorldImage> Founded = new(() => new WorldImage(World.Unfounded(), world => world.Found()));

    private readonly Scratch scratch = new();

    /// <summary>Runs the act in the world, and keeps what it left.</summary>
    public WorldImage(World world, Action<World> act)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => scratch.Dispose();
        using (world)
        {
            act(world);
            Genesis = world.Genesis;
            world.Disconnect();
            Copy(world.Folder, scratch.Folder);
        }
    }

    public CeremonyRecord Genesis { get; }

    public void CopyTo(Scratch target) => Copy(scratch.Folder, target.Folder);

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
        {
            OwnerOnly.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
