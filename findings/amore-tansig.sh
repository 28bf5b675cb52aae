#!/bin/bash
# Guess:   'tansig' of the R package AMORE is the hyperbolic tangent of its total input, as in MATLAB, where the name
#          comes from.
# Seen:    it is 1.7159 · tanh(2/3 · x), so states reach from -1.7159 to 1.7159; at 1 it is 1.0000.
# Matters: weights taken to a net of tanh units give other answers. Multiply a unit's own weights and bias by 2/3 and
#          its outgoing weights by 1.7159 to have the same net.
# Version: AMORE 0.2-16 (Debian 12: r-cran-amore 0.2-16-2). Needs Debian 12 and R 4.2.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq r-cran-amore=0.2-16-2 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
cat > check.R <<'R'
library(AMORE, lib.loc = "usr/lib/R/site-library")
net <- newff(n.neurons = c(1, 1, 1), learning.rate.global = 0.01, momentum.global = 0.5, error.criterium = "LMS", Stao = NA,
             hidden.layer = "tansig", output.layer = "purelin", method = "ADAPTgdwm")
for (i in 1:2) {
  net$neurons[[i]]$weights <- 1
  net$neurons[[i]]$bias <- 0
}
for (x in c(0.5, 1, 10))
  cat(sprintf("input %g: %.4f, tanh %.4f, 1.7159 tanh(2x/3) %.4f\n", x, sim(net, matrix(x)), tanh(x), 1.7159047 * tanh(2 * x / 3)))
R
Rscript --vanilla check.R | tee out
diff out - <<'OUT'
input 0.5: 0.5517, tanh 0.4621, 1.7159 tanh(2x/3) 0.5517
input 1: 1.0000, tanh 0.7616, 1.7159 tanh(2x/3) 1.0000
input 10: 1.7159, tanh 1.0000, 1.7159 tanh(2x/3) 1.7159
OUT
echo "as seen"
