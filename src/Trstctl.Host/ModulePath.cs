namespace Trstctl.Host;

internal static class ModulePath
{
    /// <summary>Lets <c>Import-Module Trstctl</c> find the module that this build staged.</summary>
    public static void Prepend()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var staged = Path.Combine(folder.FullName, "artifacts", "module");
            if (Directory.Exists(Path.Combine(staged, "Trstctl")))
            {
                var others = Environment.GetEnvironmentVariable("PSModulePath");
                Environment.SetEnvironmentVariable(
                    "PSModulePath",
                    string.IsNullOrEmpty(others) ? staged : staged + Path.PathSeparator + others);
                return;
            }
        }
    }
}
