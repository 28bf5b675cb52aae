#!/bin/bash
# Guess:   the function that brain.js makes of a net (toFunction) gives the answers of its run ("acts just like run()",
#          says its page), also for cases that leave keys out, which run takes as 0.
# Seen:    where a key is missing, run answers and the function gives NaN for every output.
# Matters: sparse cases are usual there (only the keys that are on). Write every key before calling such a function, or
#          importing such cases elsewhere: a missing key is 0, not a missing value.
# Version: brain.js 1.6.1 (npm). Needs Node.js 20.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts brain.js@1.6.1
cat > check.js <<'JS'
const { NeuralNetwork } = require('brain.js');
const net = new NeuralNetwork({ hiddenLayers: [3] });
net.train([{ input: { a: 1 }, output: { x: 1 } }, { input: { b: 1 }, output: { y: 1 } }], { iterations: 10 });
const asFunction = net.toFunction();
const same = (p, q) => ['x', 'y'].every(key => Math.abs(p[key] - q[key]) < 1e-6);
console.log(`all keys: same ${same(net.run({ a: 1, b: 0 }), asFunction({ a: 1, b: 0 }))}`);
console.log(`b left out: run as with 0 ${same(net.run({ a: 1 }), net.run({ a: 1, b: 0 }))}, function ${asFunction({ a: 1 }).x}`);
JS
node check.js | tee out
diff out - <<'OUT'
all keys: same true
b left out: run as with 0 true, function NaN
OUT
echo "as seen"
