#!/usr/bin/env bash
# All peers and Backprop on the works W1 to W7 and W10, in one go on this machine; prints the table of ratios and keeps it in bench/results/.
#   bench/peers/run.sh [--quick] [W1 … W7 W10]
# --quick: two repetitions, to see that everything runs. Installs what is missing from Debian's packages (as root); ONNX Runtime comes with its NuGet package.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build="$here/build"
export PEERS_DATA="$build" PYTHONDONTWRITEBYTECODE=1
if [ "${1:-}" = --quick ]; then
  export PEERS_REPETITIONS=2 PEERS_BUDGET_SECONDS=5
  shift
fi
works=("${@:-}")
[ -n "${works[0]}" ] || works=(W1 W2 W3 W4 W5 W6 W7 W10)

# --- what the peers are made of
packages=(g++ python3-numpy python3-torch python3-sklearn libopenblas0-pthread libfann-dev libdnnl2 libblis4-pthread)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
python=/usr/bin/python3 # Debian's own: the packages above belong to it
# PEERS_TORCH: another Python, with a newer PyTorch; of the two the faster counts.
torches=("$python")
if [ -n "${PEERS_TORCH:-}" ]; then
  "$PEERS_TORCH" -c 'import torch, numpy' || { echo "PEERS_TORCH=$PEERS_TORCH does not import torch and numpy" >&2; exit 1; }
  torches+=("$PEERS_TORCH")
fi
mkdir -p "$build"
dotnet build -c Release -v quiet "$root/src/Backprop.Onnx.Runtime" >&2
case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=x64 ;; esac
PEERS_ONNXRUNTIME=$root/src/Backprop.Onnx.Runtime/bin/Release/net10.0/runtimes/linux-$architecture/native/libonnxruntime.so
export PEERS_ONNXRUNTIME

# --- build
fast=(-std=c++20 -Wall -Ofast -march=native -DVECTORS)
g++ "${fast[@]/%-DVECTORS/-DVECTORS=\"compiler\'s vectors\"}" "$here/cpp_peer.cpp" -o "$build/cpp_peer"
widest=
if grep -q avx512f /proc/cpuinfo; then
  widest="$build/cpp_peer_512"
  g++ "${fast[@]/%-DVECTORS/-DVECTORS=\"512-bit vectors\"}" -mprefer-vector-width=512 "$here/cpp_peer.cpp" -o "$widest"
fi
gcc -O2 -march=native -Wall "$here/fann_peer.c" -o "$build/fann_peer" -lfloatfann -lm
gcc -O2 -Wall "$here/onnxruntime_peer.c" -o "$build/onnxruntime_peer" -ldl
"$python" "$here/works.py" "$build"
"$python" "$here/onnx_models.py" "$build"
dotnet build -c Release -v quiet "$root/src/Backprop.Cli" >&2

# --- OpenBLAS chooses its kernels by the model of the CPU, and falls back to those of 2004 on one that it does not know.
# Give the peers the fastest that it has for this CPU.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
product='import numpy, time
a = numpy.ones((1024, 1024), numpy.float32)
best = 9e9
for _ in range(8):
    start = time.perf_counter(); a @ a; best = min(best, time.perf_counter() - start)
print(int(2 * 1024**3 / best / 1e9))'
core=unset speed=$(OPENBLAS_NUM_THREADS=1 taskset -c 0 "$python" -c "$product")
for candidate in Haswell SkylakeX; do
  if [ $candidate = SkylakeX ] && [ -z "$widest" ]; then continue; fi
  if [ $candidate = Haswell ] && ! grep -q avx2 /proc/cpuinfo; then continue; fi
  other=$(OPENBLAS_CORETYPE=$candidate OPENBLAS_NUM_THREADS=1 taskset -c 0 "$python" -c "$product")
  # A tenth more, so that noise does not choose.
  if [ $((other * 10)) -gt $((speed * 11)) ]; then core=$candidate speed=$other; fi
done
[ $core = unset ] || export OPENBLAS_CORETYPE=$core
export PEERS_OPENBLAS="$core, $speed GFLOP/s at 1024"
echo "OpenBLAS kernels: $PEERS_OPENBLAS" >&2

# --- run: work by work, so that the peers of one work meet the same weather; threads pinned to as many cores
results="$build/peers.jsonl" ours="$build/backprop.json"
: >"$results"
: >"$ours"
with() { # with THREADS COMMAND…
  local threads=$1
  shift
  OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads MKL_NUM_THREADS=$threads \
    taskset -c "0-$((threads - 1))" "$@" | tee -a "$results"
}
for work in "${works[@]}"; do
  python_peers=(pytorch_peer.py)
  native_peers=()
  case $work in
    W1 | W2) python_peers+=(numpy_peer.py) native_peers=(fann_peer cpp_peer) ;;
    W3) python_peers+=(numpy_peer.py sklearn_peer.py) native_peers=(fann_peer) ;;
    W4) python_peers+=(numpy_peer.py sklearn_peer.py) ;;
    W5) python_peers+=(numpy_peer.py) native_peers=(fann_peer cpp_peer onnxruntime_peer) ;;
    W6) native_peers=(cpp_peer) ;;
    W7) ;;
    W10) python_peers=(sklearn_peer.py) ;;
    *) echo "unknown work '$work': W1 to W7, W10" >&2; exit 1 ;;
  esac
  for peer in "${native_peers[@]}"; do
    with 1 "$build/$peer" "$work"
    if [ "$peer" = cpp_peer ] && [ -n "$widest" ]; then with 1 "$widest" "$work"; fi
  done
  for peer in "${python_peers[@]}"; do
    pythons=("$python")
    [ "$peer" != pytorch_peer.py ] || pythons=("${torches[@]}")
    for one in "${pythons[@]}"; do
      with 1 "$one" "$here/$peer" "$work"
      if { [ "$work" = W4 ] || [ "$work" = W6 ]; } && [ "$(nproc)" -ge 2 ]; then with 2 "$one" "$here/$peer" "$work"; fi
    done
  done
  # Ours last, in a process of its own: its threads are its option, and run on as many cores.
  taskset -c "0-$(($(nproc) >= 2))" dotnet "$root/src/Backprop.Cli/bin/Release/net10.0/Backprop.Cli.dll" bench "$work" --threads 2 --json |
    tee -a "$ours" || echo "backprop bench $work failed: its line is missing below" >&2
done

# --- the products of W3 and W4 alone, beside the libraries of such products
products="$build/products.txt"
: >"$products"
if [[ " ${works[*]} " =~ " W3 " || " ${works[*]} " =~ " W4 " ]]; then
  # BLIS 0.9 likewise: on a processor that it does not know it takes its plain C kernels. Its kinds have numbers; one that this processor cannot run ends that trial alone.
  blis='import ctypes, numpy, time
multiply = ctypes.CDLL("libblis.so.4").cblas_sgemm
a, c = numpy.ones((1024, 1024), numpy.float32), numpy.zeros((1024, 1024), numpy.float32)
address = lambda matrix: matrix.ctypes.data_as(ctypes.c_void_p)
best = 9e9
for _ in range(8):
    start = time.perf_counter()
    multiply(101, 111, 111, 1024, 1024, 1024, ctypes.c_float(1), address(a), 1024, address(a), 1024, ctypes.c_float(0), address(c), 1024)
    best = min(best, time.perf_counter() - start)
print(int(2 * 1024**3 / best / 1e9))'
  kind=unset speed=$(env -u BLIS_ARCH_TYPE BLIS_NUM_THREADS=1 taskset -c 0 "$python" -c "$blis" 2>/dev/null || echo 0)
  for candidate in 0 3 4 6; do
    other=$(BLIS_ARCH_TYPE=$candidate BLIS_NUM_THREADS=1 taskset -c 0 "$python" -c "$blis" 2>/dev/null || echo 0)
    if [ $((other * 10)) -gt $((speed * 11)) ]; then kind=$candidate speed=$other; fi
  done
  unset BLIS_ARCH_TYPE
  [ $kind = unset ] || export BLIS_ARCH_TYPE=$kind
  echo "BLIS kernels: $kind, $speed GFLOP/s at 1024" | tee -a "$products" >&2
  dotnet build -c Release -v quiet "$root/bench/kernels" >&2
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1 taskset -c 0 dotnet "$root/bench/kernels/bin/Release/net10.0/Backprop.Bench.dll" products >>"$products" ||
    echo "the products failed: they are missing below" >&2
fi
"$python" "$here/ratios.py" "$results" "$ours" "$root" "$products"
