using Backprop.Bench;
using BenchmarkDotNet.Running;

if (args is ["products"])
    Products.Run(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(DenseBench).Assembly).Run(args);
