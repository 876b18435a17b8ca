using System.Globalization;
using Trstctl.Host;

var options = HostOptions.Parse(args);
if (options.Problem is not null)
{
    Console.Error.WriteLine(options.Problem);
    return 64;
}

if (options.ShowHelp)
{
    Console.Out.WriteLine(HostOptions.Help);
    return 0;
}

if (options.Culture is { } name)
{
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
    CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
}

using var session = new Session(!options.NonInteractive && !Console.IsInputRedirected);
return options switch
{
    { Command: { } command } => session.RunCommand(command),
    { Script: { } script } => session.RunScript(script, options.Arguments),
    _ => session.RunPrompt(),
};
