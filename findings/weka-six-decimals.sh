#!/bin/bash
# Guess:   Weka writes numbers to ARFF and CSV so that reading them again gives the same numbers.
# Seen:    both savers keep six decimals, not six digits: 0.000000049 becomes 0, 0.123456789 becomes 0.123457. Large
#          numbers keep all their digits.
# Matters: a column of small numbers (rates, probabilities, SI units) becomes zeros on its way through Weka. Read the
#          original table, or scale the column before.
# Version: Weka 3.6.14 (Debian 12: weka 3.6.14-3). Needs Debian 12 and Java 17.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq weka=3.6.14-3 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
printf 'x,y\n0.123456789,0.000000049\n123456.789012345,0.00000051\n' > table.csv
weka() { java -cp usr/share/java/weka.jar "weka.core.converters.$1" "${@:2}" 2> messages; }
weka CSVLoader table.csv > table.arff
weka CSVSaver -i table.arff -o again.csv
{ sed -n '/@data/,$p' table.arff; cat again.csv; } | grep . | tee out
diff out - <<'OUT'
@data
0.123457,0
123456.789012,0.000001
x,y
0.123457,0
123456.789012,0.000001
OUT
echo "as seen"
