// Runs ONNX models by ONNX Runtime: a job a line on standard input, its answer a line on standard output.
// Job: {"model": path, "inputs": {name: {"type", "dims", "data"}}}. Answer: {"outputs": {name: {"dims", "data"}}} or {"error": text}.
// Numbers that JSON lacks (NaN, infinities) travel as text.
const ort = require('onnxruntime-node');
const lines = require('node:readline').createInterface({ input: process.stdin });

const number = (value) => (typeof value === 'string' ? Number(value) : value);
const plain = (value) => (typeof value === 'bigint' ? Number(value) : typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);

function tensor({ type, dims, data }) {
  if (type === 'string') return new ort.Tensor('string', data, dims);
  if (type === 'int64') return new ort.Tensor('int64', BigInt64Array.from(data, BigInt), dims);
  return new ort.Tensor(type, (type === 'float64' ? Float64Array : Float32Array).from(data, number), dims);
}

async function answer({ model, inputs }) {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const results = await session.run(Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, tensor(value)])));
  const outputs = Object.entries(results).map(([name, value]) => [name, { type: value.type, dims: value.dims, data: Array.from(value.data, plain) }]);
  await session.release();
  return { outputs: Object.fromEntries(outputs) };
}

async function main() {
  for await (const line of lines) {
    const reply = await answer(JSON.parse(line)).catch((error) => ({ error: String(error.message ?? error) }));
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
}

main();
