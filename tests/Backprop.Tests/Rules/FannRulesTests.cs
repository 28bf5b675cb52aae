using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Backprop.Tests;

/// <summary>
/// RPROP and Quickprop beside FANN 2.2 (Debian's libfann-dev), from the same starting weights: 4-5-3 logistic units, the 150 irises. FANN's conventions are its own; where they agree, so do all weights, and
/// where they do not, the difference is what its source says (fann_train.c).
/// </summary>
public sealed class FannRulesTests : IDisposable
{
    private const int Hidden = 5;
    private static readonly int[] Sweeps = [1, 2, 10];
    private static readonly (double[][] Inputs, double[][] Targets) Irises = Read();
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Reads a net, cases and settings from standard input; writes all weights after each of the sweeps asked for.</summary>
    private const string Program = """
        #include <stdio.h>
        #include <doublefann.h>
        static double number(void) { double x; if (scanf("%lf", &x) != 1) { fprintf(stderr, "too few numbers\n"); exit(1); } return x; }
        int main(int count, char **words) {
            unsigned in = (unsigned)number(), hidden = (unsigned)number(), out = (unsigned)number(), cases = (unsigned)number();
            struct fann *net = fann_create_standard(3, in, hidden, out);
            struct fann_train_data *data = fann_create_train(cases, in, out);
            fann_set_activation_function_hidden(net, FANN_SIGMOID);
            fann_set_activation_function_output(net, FANN_SIGMOID);
            fann_set_activation_steepness_hidden(net, 0.5);
            fann_set_activation_steepness_output(net, 0.5);
            fann_set_train_error_function(net, FANN_ERRORFUNC_LINEAR);
            if (words[1][0] == 'r') {
                fann_set_training_algorithm(net, FANN_TRAIN_RPROP);
                fann_set_rprop_delta_zero(net, (float)number());
            } else {
                fann_set_training_algorithm(net, FANN_TRAIN_QUICKPROP);
                fann_set_learning_rate(net, (float)number());
                fann_set_quickprop_decay(net, (float)number());
            }
            for (unsigned k = 0; k < net->total_connections; k++) net->weights[k] = number();
            for (unsigned c = 0; c < cases; c++) {
                for (unsigned k = 0; k < in; k++) data->input[c][k] = number();
                for (unsigned k = 0; k < out; k++) data->output[c][k] = number();
            }
            for (int sweep = 1, next = 2; next < count; sweep++) {
                fann_train_epoch(net, data);
                if (sweep != atoi(words[next])) continue;
                for (unsigned k = 0; k < net->total_connections; k++) printf("%.17g ", net->weights[k]);
                printf("\n");
                next++;
            }
            return 0;
        }
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void RPROP_is_that_of_FANN_while_no_derivative_changes_sign(int start)
    {
        // FANN multiplies its first step too: 1.2 times what it begins with.
        AssertClose(Fann("r", [0.0001], start), Ours(new Rprop { Backtracks = false, InitialStep = 1.2 * 0.0001 }, start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Where_a_derivative_changes_sign_FANN_moves_the_weight_up_and_lets_its_step_grow_again(int start)
    {
        // From the 0.1 with which FANN begins.
        var (theirs, ours) = (Fann("r", [0.1], start), Ours(new Rprop { Backtracks = false, InitialStep = 0.12 }, start));
        Assert.InRange(Greatest(theirs[0], ours[0]), 0, 1e-7);
        // After two changes: nothing, or the halved step.
        Assert.All(theirs[1].Zip(ours[1], static (fann, here) => fann - here), static difference => Assert.True(Math.Abs(difference) < 1e-7 || Math.Abs(difference - 0.06) < 1e-7, $"{difference}"));
        Assert.InRange(Greatest(theirs[^1], ours[^1]), 0.1, 3);
        // A rule with FANN's two habits agrees to the end.
        AssertClose(theirs, Ours(new RpropOfFann { InitialStep = (float)0.1 }, start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Quickprop_is_that_of_FANN_but_for_steps_of_at_most_a_thousandth(int start)
    {
        // FANN divides its rate by the number of cases; 1/32 is exact in its single precision.
        const double rate = 1.0 / 32;
        var fann = new QuickpropOfFann { Rate = rate, Least = 0.001 };
        AssertClose(Fann("q", [150 * rate, 0], start), Ours(fann, start));
        AssertClose(Ours(new Quickprop { LearningRate = rate }, start), Ours(fann with { Least = 0 }, start));
        // Its decay of −0.0001 is a penalty, on biases too.
        AssertClose(Fann("q", [150 * rate, -0.0001], start), Ours(fann with { Penalty = (float)0.0001, DecayBiases = true }, start));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The net of a start, with weights in ±1.</summary>
    private static Network<double> Start(int start) => new Network<double>(Topology.Layered(4, Hidden, 3)).Randomize(seed: (ulong)start + 1, range: 1);

    private static double[][] Ours(LearningRule rule, int start)
    {
        var network = Start(start);
        var trainer = new Trainer<double>(network, Cases.From(Irises.Inputs, Irises.Targets), rule);
        return [.. Sweeps.Select(sweep =>
        {
            trainer.Run(StopWhen.Sweeps(sweep));
            return InOrderOfFann(network);
        })];
    }

    /// <summary>Unit by unit: the weights into it, then its bias.</summary>
    private static double[] InOrderOfFann(Network<double> network) => [.. Rows(network["input->hidden"], network.GetBiases("hidden")), .. Rows(network["hidden->output"], network.GetBiases("output"))];

    private static IEnumerable<double> Rows(ReadOnlySpan<double> weights, ReadOnlySpan<double> biases)
    {
        var (from, all, ends) = (weights.Length / biases.Length, weights.ToArray(), biases.ToArray());
        return ends.Index().SelectMany(unit => all.Skip(unit.Index * from).Take(from).Append(unit.Item));
    }

    private double[][] Fann(string algorithm, double[] settings, int start)
    {
        var program = Path.Combine(folder, "peer");
        File.WriteAllText(program + ".c", Program);
        Run("gcc", ["-O1", "-o", program, program + ".c", "-ldoublefann", "-lm"], "");
        double[] numbers = [4, Hidden, 3, Irises.Inputs.Length, .. settings, .. InOrderOfFann(Start(start)), .. Irises.Inputs.Zip(Irises.Targets).SelectMany(static row => row.First.Concat(row.Second))];
        var input = string.Join(' ', numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture)));
        var lines = Run(program, [algorithm, .. Sweeps.Select(static sweep => sweep.ToString(CultureInfo.InvariantCulture))], input).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static string Run(string program, IEnumerable<string> words, string input)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, StandardInputEncoding = new UTF8Encoding(false) };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Result;
    }

    private static void AssertClose(double[][] expected, double[][] found)
    {
        for (var k = 0; k < Sweeps.Length; k++) Assert.True(Greatest(expected[k], found[k]) < 1e-6, $"after {Sweeps[k]} sweeps: {Greatest(expected[k], found[k])}");
    }

    private static double Greatest(double[] one, double[] other)
    {
        Assert.Equal(one.Length, other.Length);
        return one.Zip(other, static (a, b) => Math.Abs(a - b)).Max();
    }

    /// <summary>Measures in tenths of a decimeter, so that no unit is in its tail, where FANN cuts derivatives; one unit per species.</summary>
    private static (double[][], double[][]) Read()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "tests", "tables", "iris.csv")).Skip(1).Select(static line => line.Split(',')).ToArray();
        string[] species = [.. rows.Select(static row => row[4]).Distinct(StringComparer.Ordinal)];
        return (
            [.. rows.Select(static row => row[..4].Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture) / 10).ToArray())],
            [.. rows.Select(row => species.Select(name => name == row[4] ? 1.0 : 0.0).ToArray())]);
    }

    /// <summary>fann_update_weights_irpropm: a step grows unless the sign has changed, also after a change, and a derivative of 0, as which a changed one counts, moves the weight up.</summary>
    private sealed record RpropOfFann : LearningRule
    {
        public double InitialStep { get; init; }

        public override string Name => "RPROP of FANN";

        public override RuleState<T> Start<T>(int weightCount) => new State<T>(weightCount, InitialStep);

        protected internal override void WriteSettings(Utf8JsonWriter json) => json.WriteNumber("initialStep", InitialStep);

        private sealed class State<T>(int count, double initial) : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            private readonly double[] steps = [.. Enumerable.Repeat(initial, count)], before = new double[count];

            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override void Change(in WeightChange<T> change)
            {
                for (var k = 0; k < change.Weights.Length; k++)
                {
                    var (at, slope) = (change.Offset + k, -double.CreateTruncating(change.Gradient[k]));
                    var hasChanged = before[at] * slope < 0;
                    steps[at] = hasChanged ? Math.Max(steps[at], (float)0.0001) * 0.5f : Math.Min(Math.Max(steps[at], (float)0.0001) * 1.2f, 50);
                    before[at] = hasChanged ? 0 : slope;
                    change.Weights[k] += T.CreateTruncating(before[at] < 0 ? -steps[at] : steps[at]);
                }
            }
        }
    }

    /// <summary>fann_update_weights_quickprop without decay: a last step of at most a thousandth counts as none.</summary>
    private sealed record QuickpropOfFann : LearningRule
    {
        public double Rate { get; init; }

        public double Least { get; init; }

        public override string Name => "Quickprop of FANN";

        public override RuleState<T> Start<T>(int weightCount) => new State<T>(this, weightCount);

        protected internal override void WriteSettings(Utf8JsonWriter json) => json.WriteNumber("rate", Rate);

        private sealed class State<T>(QuickpropOfFann rule, int count) : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            private readonly double[] steps = new double[count], before = new double[count];

            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override void Change(in WeightChange<T> change)
            {
                for (var k = 0; k < change.Weights.Length; k++)
                {
                    var (at, slope) = (change.Offset + k, -double.CreateTruncating(change.Gradient[k]));
                    var (last, direction) = (steps[at], Math.Sign(steps[at]));
                    steps[at] = Math.Abs(last) <= rule.Least ? rule.Rate * slope
                        : (direction * slope > 0 ? rule.Rate * slope : 0)
                            + (direction * slope > (float)(1.75 / 2.75) * direction * before[at] ? 1.75 * last : last * slope / (before[at] - slope));
                    before[at] = slope;
                    change.Weights[k] += T.CreateTruncating(steps[at]);
                }
            }
        }
    }
}
