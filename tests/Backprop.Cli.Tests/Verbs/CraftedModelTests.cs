namespace Backprop.Cli.Tests;

/// <summary>Tables and models whose names try to drive the terminal of whoever looks at them.</summary>
public class CraftedModelTests
{
    private const string Escape = "\u001b]0;title\u0007", Turn = "\u202E", C1 = "\u009b2J";

    private static string Crafted(Workplace here)
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i % 2 + (i % 7 * 0.01)},{C1}h{Turn}ot{(i % 3 == 0 ? new string('x', 500) : "")},{(i % 2 == 0 ? Escape + "red" : "blue" + Turn)}\n");
        return here.Write("crafted.csv", $"x{Escape},color{C1},class{Turn}\n" + string.Concat(rows));
    }

    private static void AssertSafe(string text)
    {
        Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c is '\u202E');
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 1_500));
    }

    [Fact]
    public void What_people_read_is_safe_also_in_a_file_or_a_pipe()
    {
        using var here = new Workplace();
        var (table, model) = (Crafted(here), here["m.safetensors"]);
        string[][] lines =
        [
            ["train", table, "-t", "#3", "-o", model, "--sweeps", "3"],
            ["train", table, "-t", "#3", "-o", here["n.safetensors"], "--numeric", "#2"],
            ["train", table, "-t", "klass"],
            ["train", table],
            ["show", model],
            ["show", model, "--weights", "x"],
            ["show", model, "--figure", "codes", "--data", table, "--group", "x"],
            ["test", model, table],
            ["test", model, Workplace.Table("iris.csv")],
            ["predict", model, Workplace.Table("iris.csv")],
            ["export", model, here["m.onnx"], "--encodings", "--verify"],
            ["export", model, here["n.onnx"], "--fix", "x"],
        ];
        foreach (var line in lines)
        {
            var run = Run.Of(line);
            Assert.NotEqual(ExitCode.Defect, run.ExitCode);
            AssertSafe(run.Out + run.Error);
        }
    }

    [Fact]
    public void Figures_hold_no_control_characters()
    {
        using var here = new Workplace();
        var (table, model) = (Crafted(here), here["m.safetensors"]);
        Run.Of("train", table, "-t", "#3", "-o", model, "--sweeps", "3");
        foreach (var kind in new[] { "net", "units", "weights", "history", "activity", "codes" })
            Assert.DoesNotContain(Run.Of("show", model, "--figure", kind, "--data", table).Out, c => char.IsControl(c) && c != '\n');
        Run.Of("test", model, table, "--figure", here["f.svg"]);
        Assert.DoesNotContain(File.ReadAllText(here["f.svg"]), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Data_for_programs_are_exact()
    {
        using var here = new Workplace();
        var (table, model) = (Crafted(here), here["m.safetensors"]);
        Run.Of("train", table, "-t", "#3", "-o", model, "--sweeps", "3");
        Assert.StartsWith($"x{Escape},color{C1},class{Turn},predicted class{Turn}\n0,{C1}h{Turn}ot", Run.Of("predict", model, table, "--keep").Out, StringComparison.Ordinal);
    }
}
