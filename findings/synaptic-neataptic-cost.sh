#!/bin/bash
# Guess:   the cost option of synaptic's Trainer and of neataptic's train chooses the error that training makes small.
# Seen:    it only changes the number that is reported and compared with the error to stop at. The weights after 200
#          sweeps are the same, bit for bit, for every cost: always those of cross-entropy with logistic outputs
#          (target minus state, without the derivative of the output).
# Matters: a comparison of costs there compares nothing, and 'MSE' there is Backprop's cross-entropy, not its squared
#          error.
# Version: synaptic 1.1.4, neataptic 1.4.7 (npm). Needs Node.js 20.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts synaptic@1.1.4 neataptic@1.4.7
cat > check.js <<'JS'
const synaptic = require('synaptic'), neataptic = require('neataptic');
const xor = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]].map(([a, b, target]) => ({ input: [a, b], output: [target] }));

// Both libraries draw their first weights from Math.random: the same numbers for each net.
function seed() { let state = 1; Math.random = () => (state = state * 16807 % 2147483647) / 2147483647; }

function bySynaptic(cost) {
  seed();
  const net = new synaptic.Architect.Perceptron(2, 3, 1);
  const { error } = new synaptic.Trainer(net).train(xor, { rate: 0.3, iterations: 200, error: -1, shuffle: false, cost: synaptic.Trainer.cost[cost] });
  return [net.activate([1, 0])[0], error];
}

function byNeataptic(cost) {
  seed();
  const net = new neataptic.architect.Perceptron(2, 3, 1);
  const { error } = net.train(xor, { rate: 0.3, iterations: 200, error: -1, cost: neataptic.methods.cost[cost] });
  return [net.activate([1, 0])[0], error];
}

for (const [name, train, costs] of [['synaptic', bySynaptic, ['MSE', 'CROSS_ENTROPY', 'BINARY']], ['neataptic', byNeataptic, ['MSE', 'CROSS_ENTROPY', 'MAE', 'HINGE']]]) {
  const results = costs.map(train);
  console.log(`${name}, ${costs.join(', ')}: ${new Set(results.map(([state]) => state)).size} different net, ${new Set(results.map(([, error]) => error)).size} different errors`);
}
JS
node check.js | tee out
diff out - <<'OUT'
synaptic, MSE, CROSS_ENTROPY, BINARY: 1 different net, 3 different errors
neataptic, MSE, CROSS_ENTROPY, MAE, HINGE: 1 different net, 4 different errors
OUT
echo "as seen"
