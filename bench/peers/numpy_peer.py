"""NumPy with OpenBLAS: the procedure written out, buffers kept between the sweeps, no framework."""
import numpy

from works import (FAMILY_DECAY, FAMILY_LAYERS, FAMILY_PHASES, FAMILY_SWEEPS, SYMMETRY_MOMENTUM, SYMMETRY_RATE, SYMMETRY_SWEEPS, Golden,
                   chosen, measure, w3, w4)

VERSION = numpy.__version__


def logistic(x):
    """In place."""
    numpy.negative(x, out=x)
    numpy.exp(x, out=x)
    x += 1
    numpy.reciprocal(x, out=x)


def rectify(x):
    numpy.maximum(x, 0, out=x)


class Weights:
    """Every weight matrix, then every bias vector, as views of one vector, so that an update is a few operations for the whole net."""

    def __init__(self, weights, biases):
        parts = [*weights, *biases]
        self.values = numpy.concatenate([part.ravel() for part in parts])
        self.change, self.gradient = numpy.zeros_like(self.values), numpy.empty_like(self.values)
        self.count, self.shapes, self.matrices = len(weights), [part.shape for part in parts], sum(part.size for part in weights)

    def views(self, vector):
        """A (weights, biases) pair of views for each layer."""
        ends = numpy.cumsum([numpy.prod(shape) for shape in self.shapes])
        views = [part.reshape(shape) for part, shape in zip(numpy.split(vector, ends[:-1]), self.shapes)]
        return list(zip(views[:self.count], views[self.count:]))

    def update(self, rate, momentum, decay=0.0):
        self.change *= momentum
        self.gradient *= rate
        self.change -= self.gradient
        self.values += self.change
        if decay:
            self.values[:self.matrices] *= 1 - decay


def layers(weights, cases, functions):
    return [Layer(values, gradients, cases, function)
            for values, gradients, function in zip(weights.views(weights.values), weights.views(weights.gradient), functions)]


class Layer:
    """Views of a weight matrix [to, from], of the biases and of their gradients, with buffers for a batch; states are [case, unit]."""

    def __init__(self, values, gradients, cases, function):
        (self.weights, self.biases), (self.weight_gradient, self.bias_gradient), self.function = values, gradients, function
        weights, biases = values
        self.state, self.delta, self.slope = (numpy.empty((cases, len(biases)), numpy.float32) for _ in range(3))
        self.back_buffer = numpy.empty((cases, weights.shape[1]), numpy.float32)

    def forward(self, source):
        self.source = source
        numpy.dot(source, self.weights.T, out=self.state)
        self.state += self.biases
        if self.function is not None:
            self.function(self.state)
        return self.state

    def through_function(self, delta):
        """dE/dy [case, unit], overwritten by dE/dx; then the gradients."""
        if self.function is logistic:
            numpy.subtract(1, self.state, out=self.slope)
            self.slope *= self.state
            delta *= self.slope
        elif self.function is rectify:
            delta *= self.state > 0
        numpy.dot(delta.T, self.source, out=self.weight_gradient)
        delta.sum(0, out=self.bias_gradient)
        self.delta_in = delta

    def back(self):
        return numpy.dot(self.delta_in, self.weights, out=self.back_buffer)


class Chain:
    """Layers one after the other, trained on a batch."""

    def __init__(self, weights, biases, cases, functions):
        self.weights = Weights(weights, biases)
        self.layers = layers(self.weights, cases, functions)

    def forward(self, state):
        for layer in self.layers:
            state = layer.forward(state)
        return state

    def train(self, inputs, targets, rate, momentum):
        last = self.layers[-1]
        numpy.subtract(self.forward(inputs), targets, out=last.delta)
        delta = last.delta
        for index in range(len(self.layers) - 1, -1, -1):
            self.layers[index].through_function(delta)
            if index:
                delta = self.layers[index].back()
        self.weights.update(rate, momentum)


class Symmetry:
    def __init__(self):
        self.golden = golden = Golden("symmetry-6-2-1-a")
        self.inputs, self.targets = golden.inputs("in"), golden.targets("out")

    def reset(self):
        golden = self.golden
        self.net = Chain([golden.weights("in->hid"), golden.weights("hid->out")], [golden.biases("hid"), golden.biases("out")],
                         len(self.inputs), [logistic, logistic])

    def run(self):
        for _ in range(SYMMETRY_SWEEPS):
            self.net.train(self.inputs, self.targets, SYMMETRY_RATE, SYMMETRY_MOMENTUM)
        return 0.5 * ((self.net.forward(self.inputs) - self.targets) ** 2).sum()


class FamilyTrees:
    def __init__(self):
        self.golden = golden = Golden("family-a")
        self.person, self.relation, self.targets = golden.inputs("person1"), golden.inputs("relation"), golden.targets("person2")

    def reset(self):
        golden = self.golden
        self.weights = Weights(
            [numpy.concatenate([golden.weights(f"{source}->{to}") for source in sources], axis=1) for sources, to in FAMILY_LAYERS],
            [golden.biases(to) for _, to in FAMILY_LAYERS])
        built = layers(self.weights, len(self.targets), [logistic] * len(FAMILY_LAYERS))
        self.layers = {to: layer for (_, to), layer in zip(FAMILY_LAYERS, built)}
        self.both = numpy.empty((len(self.targets), 12), numpy.float32)

    def forward(self):
        net = self.layers
        self.both[:, :6] = net["codeP"].forward(self.person)
        self.both[:, 6:] = net["codeR"].forward(self.relation)
        return net["person2"].forward(net["penult"].forward(net["central"].forward(self.both)))

    def run(self):
        net, rate, momentum, change = self.layers, *FAMILY_PHASES[0][1:], FAMILY_PHASES[1][0]
        for sweep in range(FAMILY_SWEEPS):
            if sweep == change:
                rate, momentum = FAMILY_PHASES[1][1:]
            delta = net["person2"].delta
            numpy.subtract(self.forward(), self.targets, out=delta)
            for name in ("person2", "penult", "central"):
                net[name].through_function(delta)
                delta = net[name].back()
            for name, part in (("codeP", delta[:, :6]), ("codeR", delta[:, 6:])):
                numpy.copyto(net[name].delta, part)
                net[name].through_function(net[name].delta)
            self.weights.update(rate, momentum, FAMILY_DECAY)
        return 0.5 * ((self.forward() - self.targets) ** 2).sum()


class Minibatches:
    def __init__(self, work):
        self.work = work

    def reset(self):
        work, count = self.work, len(self.work.weights)
        functions = [rectify] * (count - 1) + [None] if work.rectified else [logistic] * count
        self.net = Chain(work.weights, work.biases, work.batch, functions)

    def run(self):
        work = self.work
        for first in range(0, work.cases - work.cases % work.batch, work.batch):
            self.net.train(work.inputs[first:first + work.batch], work.targets[first:first + work.batch], work.rate, work.momentum)


def one_row(sizes, calls):
    random = numpy.random.default_rng(1)
    net = Chain([random.random((to, source), numpy.float32) for source, to in zip(sizes, sizes[1:])],
                [numpy.zeros(to, numpy.float32) for to in sizes[1:]], 1, [logistic] * (len(sizes) - 1))
    row = random.random((1, sizes[0]), numpy.float32)

    def run():
        for _ in range(calls):
            net.forward(row)
    return run


def main():
    wanted = chosen()
    works = {"W1": lambda: Symmetry(), "W2": lambda: FamilyTrees(), "W3": lambda: Minibatches(w3()), "W4": lambda: Minibatches(w4())}
    for name, make in works.items():
        if wanted(name):
            work = make()
            measure(name, "NumPy", VERSION, work.run, work.reset)
    if wanted("W5"):
        for name, sizes, calls in (("W5a", [784, 128, 10], 2000), ("W5b", [6, 2, 1], 5000)):
            measure(name, "NumPy", VERSION, one_row(sizes, calls), calls=calls)


main()
