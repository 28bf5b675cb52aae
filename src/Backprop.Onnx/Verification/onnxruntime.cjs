// Runs an ONNX model by ONNX Runtime. Standard input: {"model": path, "inputs": {name: {"type", "dims", "data"}}}.
// Standard output: {"outputs": {name: {"dims", "data"}}}. Numbers that JSON lacks (NaN, infinities) travel as text.
const ort = require('onnxruntime-node');

const number = (value) => (typeof value === 'string' ? Number(value) : value);
const text = (value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : typeof value === 'bigint' ? Number(value) : value);

function tensor({ type, dims, data }) {
  if (type === 'string') return new ort.Tensor('string', data, dims);
  if (type === 'int64') return new ort.Tensor('int64', BigInt64Array.from(data, BigInt), dims);
  return new ort.Tensor(type, (type === 'float64' ? Float64Array : Float32Array).from(data, number), dims);
}

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const job = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const session = await ort.InferenceSession.create(job.model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const inputs = Object.fromEntries(Object.entries(job.inputs).map(([name, value]) => [name, tensor(value)]));
  const results = await session.run(inputs);
  const outputs = Object.fromEntries(Object.entries(results).map(([name, value]) => [name, { dims: value.dims, data: Array.from(value.data, text) }]));
  process.stdout.write(JSON.stringify({ outputs }));
}

main().catch((error) => {
  process.stderr.write(String(error.message ?? error));
  process.exitCode = 1;
});
