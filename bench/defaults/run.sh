#!/usr/bin/env bash
# The defaults of `train` on public tables, beside those of other libraries: docs/defaults.md. Prints the report on the half of
# the tables that chose nothing. May be ended and started again: what is in the results is not done a second time.
#   bench/defaults/run.sh [NAME=OPTIONS …]
# Without settings: default=, which is `train` as it comes. Others are compared with the first: "default=" "wide=--hidden 256".
# The options of a setting are kept beside its results, NAME.options.txt; other options need another name.
# In the environment: WORK, a folder for packages, tables and results (out/defaults); RESULTS, one for results in place of
# WORK/results; SPLITS of each table (10); CELLS, to take only tables of at most that many cells; OMP_NUM_THREADS (1).
# Debian's packages are downloaded and unpacked there, not installed; R, scikit-learn and .NET are needed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${WORK:-$root/out/defaults}
results=${RESULTS:-$work/results}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1} PYTHONDONTWRITEBYTECODE=1
# Set for an old OpenBLAS on some machines, they slow down every other.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
some=(--splits "${SPLITS:-10}" --cells "${CELLS:-1000000000}")
[ $# -gt 0 ] || set -- default=
for program in Rscript dpkg-deb dotnet; do
  command -v "$program" >/dev/null || { echo "$program is missing; install r-base-core, dpkg and the .NET SDK" >&2; exit 1; }
done
python=/usr/bin/python3 # Debian's own, which python3-sklearn belongs to
"$python" -c 'import sklearn' || { echo "scikit-learn is missing; install python3-sklearn" >&2; exit 1; }

if [ ! -f "$work/tables/tables.csv" ]; then
  mkdir -p "$work/packages" "$work/unpacked"
  (cd "$work/packages" && apt-get download -q $(cat "$here/packages.txt") >/dev/null)
  for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/unpacked"; done
  Rscript "$here/tables.R" "$work/unpacked" "$work/tables" >&2
fi
dotnet build -c Release -v quiet -p:RunAnalyzers=false "$here" >&2
defaults() { dotnet "$here/bin/Release/net10.0/Backprop.Defaults.dll" "$@"; }
[ -f "$work/tables/tables.csv" ] || defaults prepare "$work/tables"

defaults check "$work/tables" "$results" "$@" "${some[@]}"
"$python" "$here/peers.py" "$work/tables" "$results" --methods mlp,boosting,forest "${some[@]}" >&2
defaults lightgbm "$work/tables" "$results" "${some[@]}"
defaults ours "$work/tables" "$results" "$@" "${some[@]}"
names=$(printf '%s,' "${@%%=*}")
defaults report "$work/tables" "$results" --half report "${some[@]}" --methods "${names}mlp,boosting,forest,lightgbm"
