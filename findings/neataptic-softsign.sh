#!/bin/bash
# Guess:   training a net with the SOFTSIGN activation x/(1+|x|) in neataptic uses its derivative, 1/(1+|x|)².
# Seen:    it uses x/(1+|x|)²: 0 at 0, and negative where the total input is negative. There training moves weights the
#          wrong way.
# Matters: a softsign net trained there learns badly or not at all; that says nothing about softsign. The answers of a
#          finished net are right.
# Version: neataptic 1.4.7 (npm). Needs Node.js 20.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts neataptic@1.4.7
cat > check.js <<'JS'
const { Network, methods } = require('neataptic');
const softsign = methods.activation.SOFTSIGN;
for (const x of [-0.6, 0, 0.6])
  console.log(`at ${x}: slope ${((softsign(x + 1e-6) - softsign(x - 1e-6)) / 2e-6).toFixed(4)}, used ${softsign(x, true).toFixed(4)}`);

// 1-1-1 with a softsign hidden unit and an identity output: the output is the hidden unit's state.
const net = new Network(1, 1);
net.mutate(methods.mutation.ADD_NODE);
const [input, hidden, output] = net.nodes;
hidden.squash = softsign; hidden.bias = 0; output.squash = methods.activation.IDENTITY; output.bias = 0;
const [first, second] = [net.connections.find(c => c.from === input), net.connections.find(c => c.to === output)];
first.weight = -0.6; second.weight = 1;
const state = net.activate([1])[0];
net.train([{ input: [1], output: [0.2] }], { rate: 0.01, iterations: 1, error: -1 });
console.log(`output ${state.toFixed(4)}, target 0.2: the weight from the input goes ${first.weight < -0.6 ? 'down' : 'up'}`);
JS
node check.js | tee out
diff out - <<'OUT'
at -0.6: slope 0.3906, used -0.2344
at 0: slope 1.0000, used 0.0000
at 0.6: slope 0.3906, used 0.2344
output -0.3750, target 0.2: the weight from the input goes down
OUT
echo "as seen"
