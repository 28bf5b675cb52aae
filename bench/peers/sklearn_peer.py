"""scikit-learn's MLPRegressor: one pass of its own minibatch gradient descent with momentum, float32, no shuffling."""
import warnings

import sklearn
from sklearn.neural_network import MLPRegressor

from works import chosen, measure, w3, w4

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


for name, make in (("W3", w3), ("W4", w4)):
    if chosen()(name):
        one = OnePass(make())
        measure(name, "scikit-learn", sklearn.__version__, one.run, one.reset, note="its outputs are linear")
