#!/bin/bash
# Guess:   a kernel of .NET Interactive that reads commands from its standard input ends where the input ends, as when
#          whoever started it is killed; at worst it waits.
# Seen:    it goes on, and takes more than half a processor.
# Matters: each test or script that runs a notebook and is interrupted leaves a kernel behind that slows the machine for
#          good. Backprop's tests have the kernel watch the process that started it.
# Version: Microsoft.dotnet-interactive 1.0.712001 (NuGet). Needs the .NET 10 SDK.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TMPDIR="$dir" NUGET_PACKAGES="$dir/packages" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE=1
dotnet tool install --tool-path=tools Microsoft.dotnet-interactive@1.0.712001 >/dev/null
tools/dotnet-interactive stdio </dev/null >events 2>&1 &
kernel=$!; disown; trap 'kill -9 $kernel; rm -rf "$dir"' EXIT
until grep -q KernelReady events; do sleep 1; done
# The processor time of the kernel, in clock ticks.
ticks() { awk '{ print $14 + $15 }' "/proc/$kernel/stat"; }
sleep 5; before=$(ticks); sleep 20; after=$(ticks)
[ $((2 * (after - before))) -gt $((20 * $(getconf CLK_TCK))) ] && share=more || share=less
echo "25 seconds after the end of its input the kernel runs, on $share than half a processor" | tee out
diff out - <<'OUT'
25 seconds after the end of its input the kernel runs, on more than half a processor
OUT
echo "as seen"
