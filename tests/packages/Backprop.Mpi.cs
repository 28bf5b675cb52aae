// prints: rank 0 of 1
using Backprop;
using Backprop.Mpi;

using var ranks = Communicator.Start(); // null without mpirun
Console.WriteLine($"rank {ranks?.Rank ?? 0} of {ranks?.Count ?? 1}");
