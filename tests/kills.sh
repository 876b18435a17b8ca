#!/bin/sh
# Kills one store that goes on living so many times at random (1000 unless told), all operations, and judges it after each kill.
#   tests/kills.sh [kills] [seed]
# Ends with the figures, and with 1 where anything was half done; the seed repeats what was drawn, not the instants themselves.
set -e
project=$(dirname "$0")/unit/Trstctl.KillTarget
dotnet build -c Release -v q "$project"
exec dotnet "$project/bin/Release/net10.0/Trstctl.KillTarget.dll" living "${1:-1000}" "${2:-$$}"
