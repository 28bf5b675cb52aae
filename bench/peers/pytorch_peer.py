"""PyTorch, eager, as its users write it: modules, autograd, torch.optim.SGD. W6 by hand over all nets at once."""
import torch

from works import (FAMILY_DECAY, FAMILY_LAYERS, FAMILY_PHASES, FAMILY_SWEEPS, SEQUENCE_HIDDEN, SEQUENCE_MOMENTUM, SEQUENCE_RATE,
                   SEQUENCE_SWEEPS, SEQUENCE_TIMES, SYMMETRY_MOMENTUM, SYMMETRY_RATE, SYMMETRY_SWEEPS, THREADS, Golden, chosen,
                   measure, sequences, w3, w4)

torch.set_num_threads(THREADS)
torch.set_num_interop_threads(1)
VERSION = torch.__version__


def linear(weights, biases):
    layer = torch.nn.Linear(weights.shape[1], weights.shape[0])
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weights))
        layer.bias.copy_(torch.from_numpy(biases))
    return layer


def half_square(outputs, targets):
    return 0.5 * ((outputs - targets) ** 2).sum()


class Training:
    """A fresh model for each repetition; the loop alone is timed."""

    def reset(self):
        self.model = self.build()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=self.rate, momentum=self.momentum)

    def step(self, inputs, targets):
        self.optimizer.zero_grad()
        error = half_square(self.model(inputs), targets)
        error.backward()
        self.optimizer.step()
        return error


class Symmetry(Training):
    rate, momentum = SYMMETRY_RATE, SYMMETRY_MOMENTUM

    def __init__(self):
        self.golden = Golden("symmetry-6-2-1-a")
        self.inputs, self.targets = torch.from_numpy(self.golden.inputs("in")), torch.from_numpy(self.golden.targets("out"))

    def build(self):
        golden = self.golden
        return torch.nn.Sequential(
            linear(golden.weights("in->hid"), golden.biases("hid")), torch.nn.Sigmoid(),
            linear(golden.weights("hid->out"), golden.biases("out")), torch.nn.Sigmoid())

    def run(self):
        for _ in range(SYMMETRY_SWEEPS):
            self.step(self.inputs, self.targets)
        with torch.no_grad():
            return half_square(self.model(self.inputs), self.targets).item()


class FamilyNet(torch.nn.Module):
    def __init__(self, golden):
        super().__init__()
        import numpy
        for sources, to in FAMILY_LAYERS:
            weights = numpy.concatenate([golden.weights(f"{source}->{to}") for source in sources], axis=1)
            setattr(self, to, linear(weights, golden.biases(to)))

    def forward(self, inputs):
        person, relation = inputs
        person = torch.sigmoid(self.codeP(person))
        relation = torch.sigmoid(self.codeR(relation))
        central = torch.sigmoid(self.central(torch.cat((person, relation), 1)))
        return torch.sigmoid(self.person2(torch.sigmoid(self.penult(central))))


class FamilyTrees(Training):
    (_, rate, momentum), (change, later_rate, later_momentum) = FAMILY_PHASES

    def __init__(self):
        self.golden = Golden("family-a")
        self.inputs = [torch.from_numpy(self.golden.inputs(group)) for group in ("person1", "relation")]
        self.targets = torch.from_numpy(self.golden.targets("person2"))

    def build(self):
        return FamilyNet(self.golden)

    def run(self):
        weights = [parameter for parameter in self.model.parameters() if parameter.dim() == 2]
        for sweep in range(FAMILY_SWEEPS):
            if sweep == self.change:
                group = self.optimizer.param_groups[0]
                group["lr"], group["momentum"] = self.later_rate, self.later_momentum
                # This optimizer keeps the sum of gradients; the change of weights itself must not jump with the rate.
                for state in self.optimizer.state.values():
                    state["momentum_buffer"].mul_(self.rate / self.later_rate)
            self.step(self.inputs, self.targets)
            with torch.no_grad():
                torch._foreach_mul_(weights, 1 - FAMILY_DECAY)
        with torch.no_grad():
            return half_square(self.model(self.inputs), self.targets).item()


class Minibatches(Training):
    def __init__(self, work):
        self.work, self.rate, self.momentum = work, work.rate, work.momentum
        self.inputs, self.targets = torch.from_numpy(work.inputs), torch.from_numpy(work.targets)

    def build(self):
        layers = []
        for weights, biases in zip(self.work.weights, self.work.biases):
            layers += [linear(weights, biases), torch.nn.ReLU() if self.work.rectified else torch.nn.Sigmoid()]
        return torch.nn.Sequential(*layers[:-1] if self.work.rectified else layers)

    def run(self):
        batch = self.work.batch
        for first in range(0, self.work.cases, batch):
            error = self.step(self.inputs[first:first + batch], self.targets[first:first + batch])
        return error.item()


class OneRow:
    """W5: one row through 784-128-10 or 6-2-1, no gradient."""

    def __init__(self, sizes, calls):
        layers = []
        for source, to in zip(sizes, sizes[1:]):
            layers += [torch.nn.Linear(source, to), torch.nn.Sigmoid()]
        self.model, self.row, self.calls = torch.nn.Sequential(*layers), torch.rand(1, sizes[0]), calls

    def run(self):
        with torch.no_grad():
            for _ in range(self.calls):
                self.model(self.row)


class ManySymmetryNets:
    """W6: 1,000 nets in one batch of matrices, derivatives written out, in place."""
    NETS = 1000

    def __init__(self):
        golden = Golden("symmetry-6-2-1-a")
        self.inputs = torch.from_numpy(golden.inputs("in")).t().contiguous()      # [6, case]
        self.inputs_by_case = self.inputs.t().contiguous()                        # [case, 6]
        self.targets = torch.from_numpy(golden.targets("out")).t().contiguous()   # [1, case]

    def reset(self):
        nets, generator = self.NETS, torch.Generator().manual_seed(1)
        shapes = [(nets * 2, 6), (nets * 2, 1), (nets, 2, 1), (nets, 1)]
        self.weights = [torch.empty(shape).uniform_(-0.3, 0.3, generator=generator) for shape in shapes]
        self.changes = [torch.zeros(shape) for shape in shapes]

    def run(self):
        nets, cases = self.NETS, self.inputs.shape[1]
        first, first_bias, second, second_bias = self.weights
        hidden, total, delta = torch.empty(nets * 2, cases), torch.empty(nets, cases), torch.empty(nets, 2, cases)
        by_net = hidden.view(nets, 2, cases)
        for _ in range(SYMMETRY_SWEEPS):
            torch.addmm(first_bias, first, self.inputs, out=hidden)
            hidden.sigmoid_()
            torch.mul(by_net, second, out=delta)
            torch.sum(delta, 1, out=total)
            total.add_(second_bias).sigmoid_()
            slope = total * (1 - total)
            output_delta = total.sub_(self.targets).mul_(slope)                   # [net, case]
            second_gradient = torch.bmm(by_net, output_delta.unsqueeze(2))        # [net, 2, 1]
            torch.mul(second, output_delta.unsqueeze(1), out=delta)
            delta.mul_(by_net).mul_(1 - by_net)
            flat = delta.view(nets * 2, cases)
            gradients = [flat @ self.inputs_by_case, flat.sum(1, keepdim=True), second_gradient, output_delta.sum(1, keepdim=True)]
            for weights, change, gradient in zip(self.weights, self.changes, gradients):
                change.mul_(SYMMETRY_MOMENTUM).add_(gradient, alpha=-SYMMETRY_RATE)
                weights.add_(change)


class SequenceNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(1)
        self.letters = torch.nn.Linear(5, SEQUENCE_HIDDEN)
        self.hidden = torch.nn.Linear(SEQUENCE_HIDDEN, SEQUENCE_HIDDEN, bias=False)
        self.digits = torch.nn.Linear(SEQUENCE_HIDDEN, 3)
        for parameter in self.parameters():
            torch.nn.init.uniform_(parameter, -0.3, 0.3)

    def forward(self, letters):
        state, answers = torch.zeros(letters.shape[1], SEQUENCE_HIDDEN), []
        for moment in range(SEQUENCE_TIMES):
            state = torch.sigmoid(self.letters(letters[moment]) + self.hidden(state))
            if moment >= 2:
                answers.append(torch.sigmoid(self.digits(state)))
        return torch.stack(answers)


class Sequences(Training):
    # The mean of the gradients over the copies of a weight is their sum with the rate divided by T.
    rate, momentum = SEQUENCE_RATE / SEQUENCE_TIMES, SEQUENCE_MOMENTUM

    def __init__(self):
        self.inputs, self.targets = (torch.from_numpy(array) for array in sequences())

    def build(self):
        return SequenceNet()

    def run(self):
        for _ in range(SEQUENCE_SWEEPS):
            self.step(self.inputs, self.targets)
        with torch.no_grad():
            return half_square(self.model(self.inputs), self.targets).item()


def main():
    wanted = chosen()
    works = {
        "W1": lambda: Symmetry(), "W2": lambda: FamilyTrees(), "W3": lambda: Minibatches(w3()), "W4": lambda: Minibatches(w4()),
        "W6": lambda: ManySymmetryNets(), "W7": lambda: Sequences(),
    }
    for name, make in works.items():
        if wanted(name):
            work = make()
            measure(name, "PyTorch", VERSION, work.run, work.reset, note="vectorised by hand over the nets" if name == "W6" else "eager")
    if wanted("W5"):
        for name, sizes, calls in (("W5a", [784, 128, 10], 2000), ("W5b", [6, 2, 1], 5000)):
            measure(name, "PyTorch", VERSION, OneRow(sizes, calls).run, calls=calls)


main()
