using System.Diagnostics;

namespace Backprop.Tests;

public sealed class KilledTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_training_killed_at_random_moments_ends_in_the_file_of_one_never_stopped()
    {
        Trainee.Train(checkpoint: null, folder["whole.safetensors"]);

        var random = new Random(1986);
        var kills = 0;
        for (var killed = true; killed;)
        {
            // Of some 500 checkpoints. The process goes on while the news is on its way, so that it may be at anything when it is killed.
            var left = random.Next(1, 60);
            using var checkpoints = new FileWrites(folder["net.checkpoint"], () => --left == 0);
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Trainee).Assembly.Location, folder["net.checkpoint"], folder["net.safetensors"]]) { UseShellExecute = false })!;
            killed = kills < 6 && await checkpoints.Before(process);
            if (killed)
            {
                process.Kill(); // SIGKILL
                kills++;
            }
            await process.WaitForExitAsync();
            if (!killed) Assert.Equal(0, process.ExitCode);
            // Whatever the moment, there is a whole checkpoint.
            Assert.InRange(Model.Load(folder["net.checkpoint"]).History!.Sweeps, 0, 40);
        }
        Assert.Equal(6, kills);
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
