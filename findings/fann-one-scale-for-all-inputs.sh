#!/bin/bash
# Guess:   fann_scale_input_train_data(data, 0, 1) brings each input to 0…1, and the parameters of
#          fann_set_scaling_params do so for a constant input too.
# Seen:    the first takes one minimum and maximum over all inputs: 100, 101, 103 beside 1, 2, 3 becomes 0.971…1 and
#          0…0.020. The second makes a constant input NaN in every row.
# Matters: FANN data scaled by either is not scaled as Backprop (or scikit-learn) would. Hand Backprop the values
#          before scaling.
# Version: FANN 2.2.0 (Debian 12: libfann2 and libfann-dev 2.2.0+ds-8). Needs Debian 12 and gcc.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq libfann2=2.2.0+ds-8 libfann-dev=2.2.0+ds-8 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
printf '3 2 1\n100 1\n0\n101 2\n1\n103 3\n1\n' > two.data
printf '3 2 1\n100 5\n0\n101 5\n1\n103 5\n1\n' > constant.data
cat > check.c <<'C'
#include <math.h>
#include <stdio.h>
#include <doublefann.h>

int main(void)
{
    struct fann_train_data *two = fann_read_train_from_file("two.data");
    fann_scale_input_train_data(two, 0, 1);
    for (int row = 0; row < 3; row++)
        printf("%.3f %.3f\n", two->input[row][0], two->input[row][1]);

    struct fann_train_data *constant = fann_read_train_from_file("constant.data");
    struct fann *net = fann_create_standard(3, 2, 2, 1);
    fann_set_scaling_params(net, constant, 0, 1, 0, 1);
    fann_scale_train(net, constant);
    for (int row = 0; row < 3; row++)
        printf("constant: %s\n", isnan(constant->input[row][1]) ? "NaN" : "number");
}
C
lib=usr/lib/x86_64-linux-gnu
gcc -Iusr/include check.c -o check -L$lib -ldoublefann -lm
LD_LIBRARY_PATH=$lib ./check | tee out
diff out - <<'OUT'
0.971 0.000
0.980 0.010
1.000 0.020
constant: NaN
constant: NaN
constant: NaN
OUT
echo "as seen"
