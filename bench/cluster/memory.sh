#!/usr/bin/env bash
# The greatest memory of every process that trains on one table: memory.sh [ROWS] [PROCESSES…]; 1,000,000 rows of 40 numbers and 1, 2, 4, 8 processes by default (docs/cluster.md, What a process holds).
# Needs src/Backprop.Cli built for Release, an MPI, and Debian's package time. The models must be equal.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rows=${1:-1000000}
shift || true
processes=("${@:-}")
[ -n "${processes[0]}" ] || processes=(1 2 4 8)
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk -v rows="$rows" 'BEGIN {
  srand(3)
  for (c = 0; c < 40; c++) printf "x%d,", c
  print "y"
  for (r = 0; r < rows; r++) {
    for (c = 0; c < 40; c++) { v[c] = 2 * rand() - 1; printf "%.4f,", v[c] }
    print (v[0] * v[1] + v[2] > 0 ? "yes" : "no")
  }
}' >"$folder/table.csv"
for n in "${processes[@]}"; do
  command="dotnet exec $here/../../src/Backprop.Cli/bin/Release/net10.0/Backprop.Cli.dll train $folder/table.csv --target y --plain --shares 64 --batch 4096 --sweeps 1 --hidden 20 --force --output $folder/model.safetensors"
  measured="/usr/bin/time -f %M -o $folder/$n.\${OMPI_COMM_WORLD_RANK:-0} $command"
  if [ "$n" = 1 ]; then sh -c "$measured"; else mpirun -n "$n" sh -c "$measured"; fi >"$folder/log" 2>&1 </dev/null || { cat "$folder/log" >&2; exit 1; }
  echo "$n processes, MiB by rank: $(for ((rank = 0; rank < n; rank++)); do echo $(($(tail -1 "$folder/$n.$rank") / 1024)); done | xargs), model $(sha256sum <"$folder/model.safetensors" | cut -c1-12)"
done
