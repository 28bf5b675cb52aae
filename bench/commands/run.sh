#!/usr/bin/env bash
# Whole commands of the tool beside the same work in Python with scikit-learn and pandas, and what the time of a large training is made of;
# prints the tables and keeps them in bench/results/.
#   bench/commands/run.sh [--quick] [train] [predict] [large]
# --quick: small tables and one repetition, to see that everything runs. Installs what is missing from Debian's packages (as root).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build="$here/build"

packages=(python3-sklearn python3-pandas clang)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# The tool as docs/native-aot.md builds it, for this processor, and as it is installed for one platform.
mkdir -p "$build"
export DOTNET_NOLOGO=1
dotnet publish -v quiet --use-current-runtime -p:PublishAot=true -p:IlcInstructionSet=native --artifacts-path "$build/native-artifacts" -o "$build/native" "$root/src/Backprop.Cli" >&2
dotnet publish -v quiet --use-current-runtime -p:WithLab=false --artifacts-path "$build/ready-artifacts" -o "$build/ready" "$root/src/Backprop.Cli" >&2

# Debian's own Python: the packages above belong to it.
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/commands.py" "$root" "$build" "$@"
