#!/bin/bash
# Guess:   svm-scale of LIBSVM writes every column of its input, scaled, with the digits that a double has.
# Seen:    a column with the same value in every row is left out of the file, which makes it 0 for a reader; scaled
#          values have six digits. It says nothing.
# Matters: a net trained on the file reads 0 where the original table has the constant, and a row from the original
#          table no longer fits. Scale with the program that trains the net.
# Version: LIBSVM 3.24 (Debian 12: libsvm-tools 3.24+ds-6). Needs Debian 12.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq libsvm-tools=3.24+ds-6 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
printf '1 1:0.123456789 2:5\n-1 1:0.2 2:5\n1 1:0.9 2:5\n' > table
usr/bin/svm-scale -l 0 -u 1 table > out 2> messages
cat out messages
test ! -s messages
diff out - <<'OUT'
1 
-1 1:0.0985692 
1 1:1 
OUT
echo "as seen"
