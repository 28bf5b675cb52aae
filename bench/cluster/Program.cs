using System.Globalization;
using Backprop.ClusterBench;
using Backprop.Mpi;

// What one rank does; rank 0 prints. See README.md for the runs that are compared.
using var ranks = Communicator.Start();
switch (args)
{
    case ["train", .. var settings]:
        Training.Measure(ranks, Settings.Read(settings));
        return 0;
    case ["messages", .. var lengths] when ranks is { Count: > 1 }:
        Messages.Measure(ranks, [.. lengths.Select(static length => int.Parse(length, CultureInfo.InvariantCulture))]);
        return 0;
    case ["switch", var hosts, var delay, var rate]:
        Switch.Run(int.Parse(hosts, CultureInfo.InvariantCulture), double.Parse(delay, CultureInfo.InvariantCulture), double.Parse(rate, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("mpirun -n N Backprop.ClusterBench train [name=number …] | messages BYTES …; Backprop.ClusterBench switch HOSTS SECONDS BYTES-PER-SECOND");
        return 1;
}
