using System.Diagnostics;

namespace Backprop.Tests;

public sealed class KilledTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_training_killed_at_random_moments_ends_in_the_file_of_one_never_stopped()
    {
        Trainee.Train(checkpoint: null, folder["whole.safetensors"]);

        var random = new Random(1986);
        var kills = 0;
        for (var killed = true; killed;)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Trainee).Assembly.Location, folder["net.checkpoint"], folder["net.safetensors"]]) { UseShellExecute = false })!;
            // The moment counts from the first checkpoint that this process writes: the start of a process takes longer than the training.
            var before = File.Exists(folder["net.checkpoint"]) ? File.GetLastWriteTimeUtc(folder["net.checkpoint"]) : DateTime.MinValue;
            while (!process.HasExited && (!File.Exists(folder["net.checkpoint"]) || File.GetLastWriteTimeUtc(folder["net.checkpoint"]) == before)) Thread.Sleep(1);
            killed = kills < 6 && !process.WaitForExit(random.Next(1, 60));
            if (killed)
            {
                process.Kill(); // SIGKILL
                kills++;
            }
            process.WaitForExit();
            if (!killed) Assert.Equal(0, process.ExitCode);
            // Whatever the moment, there is a whole checkpoint.
            Assert.InRange(Model.Load(folder["net.checkpoint"]).History!.Sweeps, 0, 40);
        }
        Assert.InRange(kills, 1, 6);
        Assert.Equal(File.ReadAllBytes(folder["whole.safetensors"]), File.ReadAllBytes(folder["net.safetensors"]));
    }

    [Fact]
    public void Without_the_C_library_as_in_a_browser_models_and_checkpoints_are_written_all_the_same()
    {
        Trainee.Train(checkpoint: null, folder["whole.safetensors"]);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Trainee).Assembly.Location, folder["net.checkpoint"], folder["net.safetensors"], "without"]) { UseShellExecute = false })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["whole.safetensors"]), File.ReadAllBytes(folder["net.safetensors"]));
    }
}
