using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange.Tests;

/// <summary>Files made by running the other programs, with the programs' own answers.</summary>
internal static class Sample
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "samples", name);

    /// <summary>Inputs and answers, one case per line: "inputs -> answers", or as many inputs as <paramref name="inputs"/> says.</summary>
    public static IReadOnlyList<(double[] Inputs, double[] Answers)> Answers(string name, int inputs = 0)
    {
        var cases = new List<(double[], double[])>();
        foreach (var line in File.ReadLines(Path(name)).Where(static line => line.Trim().Length > 0))
        {
            var halves = line.Split("->");
            var numbers = Numbers(halves[0]);
            cases.Add(halves.Length == 2 ? (numbers, Numbers(halves[1])) : (numbers[..inputs], numbers[inputs..]));
        }
        return cases;
    }

    /// <summary>Compares a net's answers, over all output groups, with the program's.</summary>
    public static void AssertAnswers(Imported imported, IReadOnlyList<(double[] Inputs, double[] Answers)> cases, double tolerance)
    {
        Assert.NotEmpty(cases);
        var network = imported.Model!.Network<double>();
        foreach (var (inputs, answers) in cases)
        {
            var outputs = network.Run(inputs);
            Assert.Equal(answers.Length, outputs.Length);
            for (var k = 0; k < answers.Length; k++)
                Assert.True(Math.Abs(outputs[k] - answers[k]) <= tolerance, string.Create(CultureInfo.InvariantCulture, $"output {k} of ({string.Join(", ", inputs)}) is {outputs[k]:R}, there {answers[k]:R}"));
        }
    }

    /// <summary>
    /// Compares answers to raw rows with the program's: of the net in double precision between the encodings of the model, relative to the size of
    /// the answers, and of the model as <c>predict</c> runs it, in single precision.
    /// </summary>
    public static void AssertRawAnswers(Imported imported, IReadOnlyList<(double[] Inputs, double[] Answers)> cases, double tolerance)
    {
        Assert.NotEmpty(cases);
        var model = new TableModel(imported.Model!);
        var network = imported.Model!.Network<double>();
        var (columns, targets) = (model.Encoding.Inputs.Cast<NumberEncoding>().ToArray(), model.Encoding.Targets.Cast<NumberEncoding>().ToArray());
        foreach (var (inputs, answers) in cases)
        {
            var outputs = network.Run([.. columns.Zip(inputs, static (column, value) => column.Encode(value))]);
            var predicted = model.Predict(columns.Zip(inputs).ToDictionary(static pair => pair.First.Column, static pair => (object?)pair.Second, StringComparer.Ordinal));
            Assert.Equal(answers.Length, outputs.Length);
            for (var k = 0; k < answers.Length; k++)
            {
                var size = Math.Max(targets[k].Deviation, Math.Abs(answers[k]));
                Assert.Equal(answers[k] / size, targets[k].Decode(outputs[k]) / size, tolerance);
                Assert.Equal(answers[k] / size, predicted[k].Number / size, Math.Max(tolerance, 5e-6));
            }
        }
    }

    private static double[] Numbers(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static word => double.Parse(word, CultureInfo.InvariantCulture))];
}
