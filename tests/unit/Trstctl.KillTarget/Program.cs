using Trstctl.KillTarget;

// folder, operation, ceremony id or "-", and where to die: a number counts persistence points, 0 runs to the end, "wait" leaves
// the killing to the parent, after one rehearsal on a copy so that what is killed is the work and not the compiler.
var (folder, operation, ceremony, death) = (args[0], args[1], args[2], args[3]);
if (death == "wait")
{
    var copy = Path.Combine(folder, "rehearsal");
    Work.Copy(folder, copy);
    Work.Run(copy, operation, ceremony, new KillPoints(0));
}

var points = new KillPoints(death == "wait" ? 0 : int.Parse(death, System.Globalization.CultureInfo.InvariantCulture));
using var prepared = Work.Prepare(folder, operation, ceremony, points);
Console.WriteLine("begin");
prepared.Run();
Console.WriteLine($"end {points.Passed}");
Thread.Sleep(death == "wait" ? Timeout.Infinite : 0);
