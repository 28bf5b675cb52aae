using Backprop.Data;
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
        Interrupt(command);
        File.Move(table, here["moved.csv"]);
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"], "--data", here["moved.csv"]).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Fact]
    public void A_table_of_which_a_test_row_was_changed_is_not_the_one_that_the_training_began_with()
    {
        using var here = new Workplace();
        var table = here.Write("iris.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        Interrupt(["train", table, "--target", "species", "--model", here["m.safetensors"], "--sweeps", "20"]);
        var held = TableTraining.Divide(Table.Read(table, new ColumnChoices { Targets = ["species"] })).Test[0];
        var lines = File.ReadAllLines(table);
        lines[held + 1] = "9" + lines[held + 1][1..];
        File.WriteAllLines(table, lines);

        var run = Run.Of("resume", here["m.checkpoint.safetensors"]);

        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains($"backprop: {table}: is not as it was when the training of {here["m.checkpoint.safetensors"]} began; name a copy of the table as it was: --data", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(here["m.safetensors"]));
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"], "--data", Workplace.Table("iris.csv")).ExitCode);
    }

    [Fact]
    public void Parts_of_the_table_that_were_changed_in_the_settings_are_refused()
    {
        using var here = new Workplace();
        Interrupt(Iris(here["m.safetensors"]));
        var file = File.ReadAllBytes(here["m.checkpoint.safetensors"]);
        var at = file.AsSpan().IndexOf("\\\"test\\\":30}"u8);
        "\\\"test\\\":29}"u8.CopyTo(file.AsSpan(at));
        Assert.True(Mutation.MakeChecksumRight(file));
        File.WriteAllBytes(here["edited.safetensors"], file);

        var run = Run.Of("resume", here["edited.safetensors"], "-o", here["other.safetensors"]);

        Assert.Contains("its settings cannot be right: they divide the table into 120 training, 0 validation and 29 test rows, but the table and the shares give 120 training, 0 validation and 30 test rows", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_a_checkpoint_gives_a_model_of_another_name_and_leaves_the_original_alone()
    {
        using var here = new Workplace();
        var whole = Uninterrupted(here);
        Interrupt(Iris(here["m.safetensors"], "--checkpoint", "0"));
        var original = File.ReadAllBytes(here["m.checkpoint.safetensors"]);
        File.Copy(here["m.checkpoint.safetensors"], here["copy.safetensors"]);

        Assert.Equal(ExitCode.Done, Run.Of("resume", here["copy.safetensors"], "-o", here["other.safetensors"]).ExitCode);

        Assert.Equal(whole, File.ReadAllBytes(here["other.safetensors"]));
        Assert.Equal(original, File.ReadAllBytes(here["m.checkpoint.safetensors"]));
        Assert.Equal(["copy.safetensors", "m.checkpoint.safetensors", "other.safetensors"], here.Files);
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"], "-o", here["third.safetensors"]).ExitCode);
        Assert.Equal(["copy.safetensors", "other.safetensors", "third.safetensors"], here.Files);
    }

    internal static void Interrupt(string[] command)
    {
        using var interruption = new CancellationTokenSource();
        using var error = new CancelAfter("weights", interruption);
        Assert.Equal(ExitCode.Interrupted, CommandLine.Run(command, new Terminal(TextWriter.Null, error, interruption.Token)));
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

    [Fact]
    public void A_training_with_rows_from_columns_and_a_validation_file_goes_on_to_the_same_bytes_with_the_same_file_only()
    {
        using var here = new Workplace();
        string Rows(string name, int count) => here.Write(name, "who,w,x,y\n" + string.Concat(Enumerable.Range(0, count).Select(static i => $"p{i % 11},{i % 3},{i * 7 % 10}.5,{(i * 7 % 10 > 4 ? "yes" : "no")}\n")));
        var validation = Rows("v.csv", 30);
        string[] command = ["train", Rows("t.csv", 120), "--target", "y", "--group", "who", "--weights", "w", "--validate", validation, "--model", here["m.safetensors"], "--sweeps", "20"];
        Assert.Equal(ExitCode.Done, Run.Of(command).ExitCode);
        var whole = File.ReadAllBytes(here["m.safetensors"]);
        Interrupt(command);
        Rows("v.csv", 29);
        var changed = Run.Of("resume", here["m.checkpoint.safetensors"]);
        Assert.Equal(ExitCode.BadInput, changed.ExitCode);
        Assert.Contains($"backprop: {validation}: is not as it was when the training of {here["m.checkpoint.safetensors"]} began; put it back as it was", changed.Error, StringComparison.Ordinal);
        Rows("v.csv", 30);
        Assert.Equal(ExitCode.Done, Run.Of("resume", here["m.checkpoint.safetensors"]).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }
}
