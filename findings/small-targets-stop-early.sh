#!/bin/bash
# Guess:   a linear-output net learns a target measured in kilometers as well as the same target in meters, in R's nnet
#          and in scikit-learn's MLPRegressor, or says that it did not.
# Seen:    both stop by an absolute tolerance (nnet: sum of squares below abstol 0.0001; MLPRegressor: loss better by
#          tol 0.0001). With the target divided by 1,000 both end at once, with a fit worse than the mean, and report
#          convergence (no warning; convergence code 0).
# Matters: a comparison on a raw target of small numbers shows a bad peer that is not bad. Standardize the target for
#          them, as Backprop does by itself.
# Version: nnet 7.3-18 and scikit-learn 1.2.1 (Debian 12: r-cran-nnet 7.3-18-1, python3-sklearn 1.2.1+dfsg-1). Needs
#          Debian 12, R 4.2, libblas3 and liblapack3.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq r-cran-nnet=7.3-18-1 python3-sklearn=1.2.1+dfsg-1 python3-sklearn-lib=1.2.1+dfsg-1 python3-numpy=1:1.24.2-1+deb12u1 python3-scipy=1.10.1-2 python3-decorator=5.1.1-3 python3-joblib=1.2.0-4+deb12u1 python3-threadpoolctl=3.1.0-1 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
cat > check.R <<'R'
library(nnet, lib.loc = "usr/lib/R/library")
set.seed(1)
x <- matrix(rnorm(40), 20)
y <- x[, 1] - 0.5 * x[, 2] + 0.3 * rnorm(20)
weights <- 0.5 * rnorm(13)
for (unit in c(1, 1000)) {
  net <- nnet(x, y / unit, size = 3, Wts = weights, linout = TRUE, maxit = 500, trace = FALSE)
  r2 <- 1 - sum((net$fitted.values - y / unit)^2) / sum((y / unit - mean(y / unit))^2)
  cat("nnet, target /", unit, ":", if (r2 > 0.9) "R2 above 0.9" else if (r2 < 0) "R2 below 0" else r2, ", convergence code", net$convergence, "\n")
}
R
cat > check.py <<'PY'
import warnings
import numpy as np
from sklearn.neural_network import MLPRegressor
warnings.simplefilter('error')
random = np.random.RandomState(0)
x = random.randn(200, 3)
y = x[:, 0] - x[:, 1] * x[:, 2] + 0.1 * random.randn(200)
for unit in (1, 1000):
    r2 = MLPRegressor((20,), max_iter=2000, random_state=1).fit(x, y / unit).score(x, y / unit)
    print('MLPRegressor, target /', unit, ':', 'R2 above 0.9' if r2 > 0.9 else 'R2 below 0' if r2 < 0 else r2, ', no warning')
PY
{ Rscript --vanilla check.R; PYTHONPATH=usr/lib/python3/dist-packages /usr/bin/python3 check.py; } | tee out
diff out - <<'OUT'
nnet, target / 1 : R2 above 0.9 , convergence code 0 
nnet, target / 1000 : R2 below 0 , convergence code 0 
MLPRegressor, target / 1 : R2 above 0.9 , no warning
MLPRegressor, target / 1000 : R2 below 0 , no warning
OUT
echo "as seen"
