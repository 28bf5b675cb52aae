#!/bin/bash
# Guess:   where a derivative changes its sign, FANN's RPROP (iRPROP−, as its documentation says) leaves the weight where
#          it is for one epoch and halves the step, as published.
# Seen:    such a weight goes up by the halved step, whichever sign the derivative has: after a step too far up it goes
#          farther up, and the error rises. In the epoch after, the step grows again by the increase factor.
# Matters: a training by RPROP in FANN is not repeated by another program's iRPROP− beyond the first change of a sign; the
#          two end in different weights.
# Version: FANN 2.2.0 (Debian 12: libfann2 and libfann-dev 2.2.0+ds-8). Needs Debian 12 and gcc.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq libfann2=2.2.0+ds-8 libfann-dev=2.2.0+ds-8 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
cat > check.c <<'C'
#include <stdio.h>
#include <doublefann.h>

/* One linear unit, one case: y = w + b is to be 0. Both weights have the same derivative. */
static void only(unsigned int k, unsigned int inputs, unsigned int outputs, double *input, double *output)
{
    input[0] = 1;
    output[0] = 0;
}

int main(void)
{
    struct fann *net = fann_create_standard(2, 1, 1);
    struct fann_train_data *data = fann_create_train_from_callback(1, 1, 1, only);
    fann_set_activation_function_output(net, FANN_LINEAR);
    fann_set_activation_steepness_output(net, 1);
    fann_set_train_error_function(net, FANN_ERRORFUNC_LINEAR);
    fann_set_training_algorithm(net, FANN_TRAIN_RPROP);
    net->weights[0] = net->weights[1] = -0.5;
    for (int epoch = 1; epoch <= 6; epoch++) {
        fann_train_epoch(net, data);
        printf("epoch %d: w %.4f, y %.4f\n", epoch, net->weights[0], net->weights[0] + net->weights[1]);
    }
    return 0;
}
C
lib=usr/lib/x86_64-linux-gnu
gcc -Iusr/include check.c -o check -L$lib -ldoublefann -lm
LD_LIBRARY_PATH=$lib ./check | tee out
diff out - <<'OUT'
epoch 1: w -0.3800, y -0.7600
epoch 2: w -0.2360, y -0.4720
epoch 3: w -0.0632, y -0.1264
epoch 4: w 0.1442, y 0.2883
epoch 5: w 0.2478, y 0.4957
epoch 6: w 0.1234, y 0.2468
OUT
echo "as seen"
