// Trains in the page and reports sweeps a second; the weights after a given number of sweeps go back too, to be compared with the library's.

const fromBase64 = text => Uint8Array.from(atob(text), character => character.charCodeAt(0));
const median = numbers => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** Sweeps a second: the median of seven stretches of 0.4 s, after a second in which the engine compiles. */
async function rate(step, slice) {
  const stretch = async seconds => {
    const start = performance.now();
    let sweeps = 0;
    do sweeps += await step(slice); while (performance.now() - start < seconds * 1000);
    return sweeps / (performance.now() - start) * 1000;
  };
  await stretch(1);
  const rates = [];
  for (let k = 0; k < 7; k++) rates.push(await stretch(0.4));
  return median(rates);
}

async function isFused(probe) {
  try {
    return (await WebAssembly.instantiate(fromBase64(probe))).instance.exports.fused() === 1;
  } catch {
    return false;
  }
}

async function ours(work) {
  const { instance } = await WebAssembly.instantiate(fromBase64(work.module));
  const { memory, run } = instance.exports;
  const numbers = work.numberBytes === 4 ? Float32Array : Float64Array;
  const weights = new numbers(memory.buffer, work.address, work.weights.length);
  weights.set(work.weights);
  run(work.sweeps, 0, 0, 0);
  const learned = [...weights];
  return { name: work.name, weights: learned, rate: await rate(sweeps => run(sweeps, 0, 0, 0), work.slice) };
}

/** The same net with the same procedure by TensorFlow.js: logistic units, E = ½ Σ (y − d)², momentum, all cases in a batch. */
async function tensorFlow(backend, work) {
  await tf.setBackend(backend);
  await tf.ready();
  const [from, hidden, to] = work.sizes;
  let at = 0;
  // Our weights are [to, from], those of matMul [from, to].
  const matrix = (rows, columns) => tf.tidy(() => tf.variable(tf.tensor2d(work.weights.slice(at, at += rows * columns), [rows, columns]).transpose()));
  const w1 = matrix(hidden, from), w2 = matrix(to, hidden);
  const b1 = tf.variable(tf.tensor1d(work.weights.slice(at, at += hidden))), b2 = tf.variable(tf.tensor1d(work.weights.slice(at, at += to)));
  const x = tf.tensor2d(work.inputs), d = tf.tensor2d(work.targets);
  const optimizer = tf.train.momentum(work.learningRate, work.momentum);
  const e = () => x.matMul(w1).add(b1).sigmoid().matMul(w2).add(b2).sigmoid().sub(d).square().sum().mul(0.5);
  const step = sweeps => {
    for (let k = 0; k < sweeps; k++) optimizer.minimize(e, false, [w1, w2, b1, b2]);
    return sweeps;
  };
  step(work.peerSweeps);
  const error = tf.tidy(() => e().dataSync()[0]);
  return { name: `TensorFlow.js ${tf.version.tfjs ?? tf.version['tfjs-core']}, ${backend}`, error, rate: await rate(step, 20) };
}

async function bench() {
  const task = await (await fetch('task.json')).json();
  const fused = await isFused(task.probe);
  const results = [];
  for (const work of task.works) {
    if (fused || !work.fused) results.push(await ours(work));
  }
  if (globalThis.tf) {
    for (const backend of ['cpu', 'wasm']) {
      if (backend === 'wasm') tf.wasm.setWasmPaths('tfjs/tfjs-backend-wasm/dist/');
      results.push(await tensorFlow(backend, task.peer));
    }
  }
  return { browser: navigator.userAgent, fused, results };
}

const answer = await bench().catch(error => ({ problem: String(error?.stack ?? error) }));
await fetch('answer', { method: 'POST', body: JSON.stringify(answer) });
