using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Backprop.Bench.DenseBench).Assembly).Run(args);
