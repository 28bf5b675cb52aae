"""scikit-learn: MLPRegressor, one pass of its own minibatch gradient descent with momentum, float32, no shuffling; MLPClassifier with L-BFGS."""
import warnings

import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

from works import SECOND_ORDER_ITERATIONS, SECOND_ORDER_PENALTY, chosen, measure, w10, w3, w4

warnings.filterwarnings("ignore")


class OnePass:
    def __init__(self, work):
        self.work = work

    def reset(self):
        work = self.work
        self.model = MLPRegressor(
            work.sizes[1:-1], activation="relu" if work.rectified else "logistic", solver="sgd", alpha=0, batch_size=work.batch,
            learning_rate_init=work.rate, momentum=work.momentum, nesterovs_momentum=False, shuffle=False, random_state=1)
        # Allocates the weights; what is timed is the pass that follows.
        self.model.partial_fit(work.inputs[:work.batch], work.targets[:work.batch])

    def run(self):
        self.model.partial_fit(self.work.inputs, self.work.targets)


class SecondOrder:
    def __init__(self, work):
        self.work = work

    def reset(self):
        self.model = MLPClassifier(
            self.work.sizes[1:-1], activation="logistic", solver="lbfgs", alpha=SECOND_ORDER_PENALTY, max_iter=SECOND_ORDER_ITERATIONS, max_fun=10**6, tol=0, random_state=1)

    def run(self):
        self.model.fit(self.work.inputs, self.work.targets.argmax(1))
        assert self.model.n_iter_ == SECOND_ORDER_ITERATIONS, self.model.n_iter_


for name, make in (("W3", w3), ("W4", w4)):
    if chosen()(name):
        one = OnePass(make())
        measure(name, "scikit-learn", sklearn.__version__, one.run, one.reset, note="its outputs are linear")

if chosen()("W10"):
    one = SecondOrder(w10())
    measure("W10", "scikit-learn", sklearn.__version__, one.run, one.reset)
