# Only the language and core commands: this file also runs where PowerShell's utility modules are absent.

# Types of .NET are barred in it: one refusal, where six errors and a module without commands would follow.
if ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
    throw ("Trstctl cannot be imported in a session of the language mode $($ExecutionContext.SessionState.LanguageMode): it needs " +
        'FullLanguage. Where application control is in force, its policy has to allow the files of the module.')
}

$lib = [IO.Path]::Combine($PSScriptRoot, 'lib')

$names = 'Trstctl.Core', 'Trstctl.PowerShell'

if ($PSVersionTable.PSEdition -eq 'Core' -and [Environment]::Version.Major -ge 8) {
    $loader = [Reflection.Assembly]::LoadFrom([IO.Path]::Combine($lib, 'Trstctl.Loader.dll'))
    $load = $loader.GetType('Trstctl.Loader.ModuleLoadContext').GetMethod('Load', [type[]]([string], [string]))
    $assemblies = foreach ($name in $names) { $load.Invoke($null, [object[]]($lib, $name)) }
}
else {
    # Windows PowerShell has no load contexts, and PowerShell 7.2 cannot load the loader.
    $assemblies = foreach ($name in $names) { [Reflection.Assembly]::LoadFrom([IO.Path]::Combine($lib, "$name.dll")) }
    $prepare = $assemblies[1].GetType('Trstctl.PowerShell.ModuleAssemblies').GetMethod('Prepare')
    $conflict = $prepare.Invoke($null, [object[]]($lib))
    if ($conflict) {
        throw $conflict
    }
}

# Core is imported too: type literals such as [Trstctl.Digest] resolve only for assemblies imported as modules.
$imported = $assemblies | ForEach-Object { Import-Module -Assembly $_ -PassThru -ErrorAction Stop }

# A second import of an assembly exports nothing (PowerShell issue 20710), so each command is added to this module by hand.
$add = [Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [Reflection.BindingFlags]'Instance, NonPublic')
foreach ($command in $imported | ForEach-Object { $_.ExportedCmdlets.Values }) {
    $add.Invoke($ExecutionContext.SessionState.Module, [object[]]$command)
}
