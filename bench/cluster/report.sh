#!/usr/bin/env bash
# Writes a report of what training on many processes takes on this machine, in Markdown: strong and weak scaling, studies, the communication of a shaped network (root).
# report.sh [ROUNDS] [network]: five rounds take some minutes; the network alone seconds. bench/results keeps reports.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bench="dotnet $here/bin/Release/net10.0/Backprop.ClusterBench.dll"
tool="dotnet exec $here/../../src/Backprop.Cli/bin/Release/net10.0/Backprop.Cli.dll"
rounds=${1:-5}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

clean() { tr -d '\r' | sed -E 's/^\x1b\[\?1h\x1b=//'; }
block() { echo; echo '```'; cat; echo '```'; echo; }
medians() { sort | awk '{ n[$1]++; v[$1, n[$1]] = $2 } END { for (k in n) { m = n[k]; for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (v[k, j] < v[k, i]) { t = v[k, i]; v[k, i] = v[k, j]; v[k, j] = t } print k, v[k, int((m + 1) / 2)], v[k, 1] } }' | sort; }

echo "# One training, and one study, by several processes"
echo
echo "$(date -u +%F), $(grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'), $(nproc) processors, $(mpirun --version | head -1), commit $(git -C "$here" rev-parse --short HEAD); load before: $(cut -d' ' -f1-3 /proc/loadavg). Written by bench/cluster/report.sh $*."
echo
if [ "${2:-}" != network ]; then
  echo "## Strong scaling: seconds per update"
  "$here/scaling.sh" "$rounds" "shares=2 sweeps=9" | block
  "$here/scaling.sh" 2 "shares=2 batch=2048 sweeps=3" | block
  echo "## Weak scaling: seconds per update of 256 cases by one process, of 512 by two (median, least)"
  for _ in $(seq "$rounds"); do
    taskset -c 0 $bench train shares=2 sweeps=9 | clean | awk '{ print "one-process-256", $6 }'
    mpirun --bind-to core -n 2 $bench train shares=2 batch=512 sweeps=9 | clean | awk '{ print "two-processes-512", $6 }'
  done | medians | block
  echo "## A study of 400,000 nets for XOR: seconds of the command (median, least)"
  printf '0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> 0\n' >"$folder/xor.cases"
  study="$tool study $folder/xor.cases --hidden 2 --rate 0.5 --sweeps 20000 --seeds 400000 --causes 0 --json"
  for _ in $(seq $(((rounds + 1) / 2))); do
    for way in "one-process:taskset -c 0 $study --threads 1" "two-threads:$study --threads 2" "two-processes:mpirun --bind-to core -n 2 $study" "two-processes-unbound:mpirun --bind-to none -n 2 $study"; do
      start=$(date +%s.%N)
      ${way#*:} 2>/dev/null | clean >"$folder/${way%%:*}.json"
      echo "${way%%:*} $(echo "$(date +%s.%N) - $start" | bc)"
    done
  done | medians | block
  echo "Their reports are $(cmp -s "$folder/one-process.json" "$folder/two-processes.json" && cmp -s "$folder/one-process.json" "$folder/two-threads.json" && echo equal || echo DIFFERENT)."
fi
if [ "$(id -u)" = 0 ] && [ -e /dev/net/tun ]; then
  echo
  echo "## A network of hosts with 2 ms and 25 MB/s: seconds one way of 8, 100,000 and 1,000,000 bytes; processes, threads, shares, batch, weights, seconds per update (median, least), digest"
  "$here/network.sh" up 8 0.002 25e6
  trap '"$here/network.sh" down; rm -rf "$folder"' EXIT
  {
    timeout 60 "$here/network.sh" run 2 $bench messages 8 100000 1000000 || true
    $bench train units=256 batch=128 batches=4 sweeps=4 shares=8
    for n in 2 3 4 6 8; do
      timeout 90 "$here/network.sh" run "$n" $bench train units=256 batch=128 batches=4 sweeps=4 shares=8 || echo "$n processes did not end"
    done
  } 2>&1 | clean | block
  "$here/network.sh" down
  echo "## Two hosts with 117 MB/s, as gigabit Ethernet has: the same; one process, on half of the cases, has the computing alone"
  "$here/network.sh" up 2 0 117e6
  {
    timeout 60 "$here/network.sh" run 2 $bench messages 8 100000 1000000 || true
    for _ in $(seq "$rounds"); do
      for batch in 256 1024 2048; do
        $bench train batch=$((batch / 2)) batches=4 sweeps=7 shares=1
        timeout 90 "$here/network.sh" run 2 $bench train batch="$batch" batches=4 sweeps=7 shares=2 || echo "2 processes did not end"
      done
    done
  } 2>&1 | clean | block
fi
