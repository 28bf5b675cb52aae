#!/usr/bin/env bash
# Times the training of README.md by one process, by two threads and by two processes, each with its core, in turn, and prints the medians; then 3, 4 and 8 processes, whose weights must be the same.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bench="dotnet $here/bin/Release/net10.0/Backprop.ClusterBench.dll train"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
rounds=${1:-5}
settings=${2:-shares=2}
out=$(mktemp)
for _ in $(seq "$rounds"); do
  taskset -c 0 $bench $settings threads=1 | sed 's/^/one-process /' >>"$out"
  $bench $settings threads=2 | sed 's/^/two-threads /' >>"$out"
  mpirun --bind-to core -n 2 $bench $settings threads=1 | tr -d '\r' | sed -E 's/^\x1b\[\?1h\x1b=//' | sed 's/^/two-processes /' >>"$out"
done
echo "# what processes threads shares batch weights median least digest"
for what in one-process two-threads two-processes; do
  grep "^$what " "$out" | sort -g -k7,7 | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'
done
settings=$(echo "$settings" | sed 's/shares=[0-9]*/shares=8/')
for n in 1 3 4 8; do
  mpirun --oversubscribe -n "$n" $bench $settings batches=2 sweeps=1 | tr -d '\r' | sed -E 's/^\x1b\[\?1h\x1b=//' | sed 's/^/bits /'
done
rm -f "$out"
