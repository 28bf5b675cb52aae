#!/bin/bash
# Guess:   srand(1) before fann_create_standard makes the first weights of a FANN net the same each time.
# Seen:    creating a net seeds rand() anew from the system: three nets after srand(1) have three different first
#          weights. srand(1) after creating it, then fann_randomize_weights, gives the same ones.
# Matters: a run of FANN is repeated only with the second order, or from a saved net: start both programs from the same
#          file to compare them.
# Version: FANN 2.2.0 (Debian 12: libfann2 and libfann-dev 2.2.0+ds-8). Needs Debian 12 and gcc.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq libfann2=2.2.0+ds-8 libfann-dev=2.2.0+ds-8 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
cat > check.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <doublefann.h>

int main(void)
{
    double before[3], after[3];
    for (int i = 0; i < 3; i++) {
        srand(1);
        struct fann *net = fann_create_standard(3, 2, 3, 1);
        before[i] = net->weights[0];
        srand(1);
        fann_randomize_weights(net, -0.1, 0.1);
        after[i] = net->weights[0];
        fann_destroy(net);
    }
    printf("seeded before creating: %s\n", before[0] == before[1] && before[1] == before[2] ? "same" : "different");
    printf("seeded after creating: %s\n", after[0] == after[1] && after[1] == after[2] ? "same" : "different");
}
C
lib=usr/lib/x86_64-linux-gnu
gcc -Iusr/include check.c -o check -L$lib -ldoublefann -lm
LD_LIBRARY_PATH=$lib ./check | tee out
diff out - <<'OUT'
seeded before creating: different
seeded after creating: same
OUT
echo "as seen"
