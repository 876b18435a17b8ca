#!/usr/bin/env bash
# Runs what can be run of the module in a PowerShell for Windows under Wine: a stand-in for Windows and no proof of it. Needs a build (or
# a module that TRSTCTL_MODULE names), the .NET SDK, and wine64 with `script` (Debian: wine, wine64, bsdutils).
#
#   tests/windows/run.sh
#
# It says each thing that was tried, and each that Wine lacks ("not here"). The last line is "windows: N passed, M failed"; the exit code
# is 0 only if M is 0.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
module=${TRSTCTL_MODULE:-$root/artifacts/module/Trstctl}
shell=$root/artifacts/windows/shell

end() {
    echo "windows: $1 passed, $2 failed"
    [ "$2" -eq 0 ]
    exit
}
for program in wine script; do
    command -v "$program" >/dev/null || { echo "FAILED: needs $program"; end 0 1; }
done

work=$(mktemp -d)
trap 'WINEPREFIX="$work/prefix" wineserver -k 2>/dev/null; rm -rf "$work"' EXIT

# The prefix has no Mono, no browser and no menus. The runtime's write barrier for code pages ends it under Wine 8 ("Internal CLR error").
export WINEPREFIX="$work/prefix" WINEARCH=win64 WINEDEBUG=-all
export DOTNET_EnableWriteXorExecute=0 POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir "$WINEPREFIX"
WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe=" wine wineboot -i >"$work/boot" 2>&1 &
booting=$!

dotnet publish "$here/Shell" -o "$shell" -v q >"$work/publish" 2>&1 || { cat "$work/publish"; echo "FAILED: no shell"; end 0 1; }
# They are not beside the program, where it looks for them.
cp -r "$shell/runtimes/win/lib/net10.0/Modules" "$shell/"
cd "$here" && dotnet tool restore >/dev/null &&
    TRSTCTL_MODULE="$module" dotnet tool run pwsh -- -NoProfile -NonInteractive -File "$here/make-samples.ps1" "$work/samples" \
        </dev/null >"$work/made" 2>&1 || { cat "$work/made"; echo "FAILED: no samples"; end 0 1; }
wait "$booting"
cp -a "$work/samples" "$WINEPREFIX/drive_c/samples"

# A console of so many columns, as a person has it.
on_windows() {
    local columns=$1 path
    shift
    path=$(sed 's|/|\\|g' <<<"Z:$here/stand-in.ps1")
    script -qec "stty cols $columns rows 50; wine '$shell/pwsh.exe' -NoProfile -NonInteractive -ExecutionPolicy Bypass -File '$path' \
        -Module '$(sed 's|/|\\|g' <<<"Z:$module")' -Samples 'C:\\samples' -Results 'C:\\results.$columns' -Columns $columns $*" \
        "$work/console.$columns" </dev/null >/dev/null
    cat "$WINEPREFIX/drive_c/results.$columns" 2>/dev/null >"$work/results.$columns"
    grep -v '^done$' "$work/results.$columns"
    grep -q '^done$' "$work/results.$columns" && return
    echo "FAILED: the shell of $columns columns did not end: $(tail -c 600 "$work/console.$columns" | tr -d '\000-\037')"
    echo "FAILED: it did not end" >>"$work/results.$columns"
}
on_windows 80
on_windows 160 -ConsoleAlone

end "$(cat "$work"/results.* | grep -c '^ok: ')" "$(cat "$work"/results.* | grep -c '^FAILED: ')"
