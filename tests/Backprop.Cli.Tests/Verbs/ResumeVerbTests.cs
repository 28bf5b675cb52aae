using Backprop.Tests;

namespace Backprop.Cli.Tests;

public class ResumeVerbTests
{
    private static string[] Iris(string model, params string[] more) =>
        ["train", Workplace.Table("iris.csv"), "--target", "species", "--model", model, "--sweeps", "200", .. more];

    private static byte[] Uninterrupted(Workplace here)
    {
        Assert.Equal(ExitCode.Done, Run.Of(Iris(here["m.safetensors"], "--checkpoint", "0")).ExitCode);
        var bytes = File.ReadAllBytes(here["m.safetensors"]);
        File.Delete(here["m.safetensors"]);
        return bytes;
    }

    [Fact]
    public void An_interrupted_training_goes_on_to_the_same_bytes()
    {
        using var here = new Workplace();
        var whole = Uninterrupted(here);
        using var interruption = new CancellationTokenSource();
        // Every weight change leaves a checkpoint; the first to be seen is the sign, and most of the training is still to come.
        using var checkpoints = new FileWrites(here["m.checkpoint.safetensors"], () =>
        {
            interruption.Cancel();
            return true;
        });
        var run = Run.Of(interruption.Token, Iris(here["m.safetensors"], "--checkpoint", "0"));
        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Contains($"continue with: backprop resume {here["m.checkpoint.safetensors"]}", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(here["m.safetensors"]));
        var resumed = Run.Of("resume", here["m.checkpoint.safetensors"]);
        Assert.Equal(ExitCode.Done, resumed.ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
        Assert.Equal(["m.safetensors"], here.Files);
    }

    [Fact]
    public async Task A_killed_training_goes_on_to_the_same_bytes()
    {
        using var here = new Workplace();
        var whole = Uninterrupted(here);
        using (var checkpoints = new FileWrites(here["m.checkpoint.safetensors"]))
        using (var process = Workplace.Start(Iris(here["m.safetensors"], "--checkpoint", "0")))
        {
            Assert.True(await checkpoints.Before(process));
            process.Kill();
            await process.WaitForExitAsync();
        }
        Assert.True(File.Exists(here["m.checkpoint.safetensors"]));
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"]).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Fact]
    public async Task The_second_of_two_nets_goes_on_and_the_better_one_is_kept()
    {
        using var here = new Workplace();
        var command = Iris(here["m.safetensors"], "--checkpoint", "0", "--restarts", "2");
        Assert.Equal(ExitCode.Done, Run.Of(command).ExitCode);
        var whole = File.ReadAllBytes(here["m.safetensors"]);
        File.Delete(here["m.safetensors"]);
        string? first = null;
        string Seed() => Model.Load(here["m.checkpoint.safetensors"]).Training!.Split("\"seed\":")[1];
        using (var checkpoints = new FileWrites(here["m.checkpoint.safetensors"], () => (first ??= Seed()) != Seed()))
        using (var process = Workplace.Start(command))
        {
            Assert.True(await checkpoints.Before(process));
            process.Kill();
            await process.WaitForExitAsync();
        }
        Assert.Equal(["m.checkpoint.safetensors"], here.Files.Where(f => !f.StartsWith('.')));
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"]).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Fact]
    public void A_model_is_not_a_checkpoint()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["m.safetensors"], "--sweeps", "2");
        var run = Run.Of("resume", here["m.safetensors"]);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("not a checkpoint", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_has_been_moved_gives_the_same_bytes()
    {
        using var here = new Workplace();
        var table = here.Write("iris.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        string[] command = ["train", table, "--target", "species", "--model", here["m.safetensors"], "--sweeps", "20", "--restarts", "2"];
        Assert.Equal(ExitCode.Done, Run.Of(command).ExitCode);
        var whole = File.ReadAllBytes(here["m.safetensors"]);
        using var interruption = new CancellationTokenSource();
        using var error = new CancelAfter("weights", interruption);
        Assert.Equal(ExitCode.Interrupted, CommandLine.Run(command, new Terminal(TextWriter.Null, error, interruption.Token)));
        File.Move(table, here["moved.csv"]);
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"], "--data", here["moved.csv"]).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    /// <summary>Cancels once a line with a word was written.</summary>
    private sealed class CancelAfter(string word, CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value!.Contains(word, StringComparison.Ordinal))
                cancellation.Cancel();
        }
    }
}
