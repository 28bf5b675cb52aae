#!/bin/bash
# Guess:   the loss that convnetjs reports for a regression layer is the one whose gradient it follows, half the
#          squared difference (or its square).
# Seen:    it reports 2 d², four times the ½ d² whose gradient d it uses.
# Matters: a loss curve from there is four times Backprop's E for the same net and cases, and a stop at a given error
#          stops elsewhere.
# Version: convnetjs 0.3.0 (npm). Needs Node.js 20.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts convnetjs@0.3.0
cat > check.js <<'JS'
const { Net, Trainer, Vol } = require('convnetjs');
const net = new Net();
net.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: 1 }, { type: 'regression', num_neurons: 1 }]);
const unit = net.layers[1];
unit.filters[0].w[0] = 0.5;
const trainer = new Trainer(net, { method: 'sgd', learning_rate: 1, momentum: 0, batch_size: 1, l2_decay: 0 });
const { loss } = trainer.train(new Vol([1]), [0.2]);
console.log(`difference 0.3, reported ${loss.toFixed(4)}, half the square ${(0.3 * 0.3 / 2).toFixed(4)}, weight change ${(unit.filters[0].w[0] - 0.5).toFixed(4)}`);
JS
node check.js | tee out
diff out - <<'OUT'
difference 0.3, reported 0.1800, half the square 0.0450, weight change -0.3000
OUT
echo "as seen"
