using System.Globalization;
using System.Text;
using Backprop.Data;

namespace Backprop.Exchange.Tests;

/// <summary>Raw rows through an imported net in double precision, with the encodings that came with it.</summary>
internal static class RawRows
{
    private const string Answer = "answer ";

    /// <summary>Compares the predictions of every row with the answers of the other program, which the columns "answer …" of the table hold: numbers, the probability of each class, or that of the last.</summary>
    /// <param name="imported">The net.</param>
    /// <param name="path">The table.</param>
    /// <param name="tolerance">The most that an answer may differ, absolutely or in parts of the answer.</param>
    /// <param name="run">Runs the net; null: as it is.</param>
    public static void AssertAnswers(Imported imported, string path, double tolerance, Func<Network<double>, double[], double[]>? run = null)
    {
        var answers = new List<double[]>();
        using (var reader = Encoding(imported).Open(path))
        {
            int[] columns = [.. Enumerable.Range(0, reader.Columns.Count).Where(k => reader.Columns[k].StartsWith(Answer, StringComparison.Ordinal))];
            while (reader.Read())
                answers.Add([.. columns.Select(k => double.Parse(System.Text.Encoding.UTF8.GetString(reader[k]), CultureInfo.InvariantCulture))]);
        }
        AssertAnswers(imported, path, answers, tolerance, run);
    }

    /// <summary>Compares the predictions of every row with given answers.</summary>
    public static void AssertAnswers(Imported imported, string path, IReadOnlyList<double[]> answers, double tolerance, Func<Network<double>, double[], double[]>? run = null)
    {
        Assert.NotEmpty(answers);
        var row = 0;
        foreach (var predictions in Predict(imported, path, run ?? (static (network, states) => network.Run(states))))
        {
            double[] given = [.. predictions.SelectMany(static prediction => prediction.Probabilities is { Count: > 0 } shares ? shares : [prediction.Number])];
            if (given.Length == 2 && answers[row].Length == 1) given = given[1..];
            Assert.Equal(answers[row].Length, given.Length);
            for (var k = 0; k < given.Length; k++)
                Assert.True(Math.Abs(given[k] - answers[row][k]) <= tolerance * Math.Max(1, Math.Abs(answers[row][k])), string.Create(CultureInfo.InvariantCulture, $"answer {k} of row {row} is {given[k]:R}, there {answers[row][k]:R}"));
            row++;
        }
        Assert.Equal(answers.Count, row);
    }

    /// <summary>The predictions for each row of a table.</summary>
    private static IEnumerable<IReadOnlyList<Prediction>> Predict(Imported imported, string path, Func<Network<double>, double[], double[]> run)
    {
        var encoding = Encoding(imported);
        _ = new TableModel(imported.Model!); // the net has the groups of the encoding
        var network = imported.Model!.Network<double>();
        using var reader = encoding.Open(path);
        var encoder = new RowEncoder(encoding, reader);
        var states = new double[encoding.InputSize];
        while (reader.Read())
        {
            encoder.Encode<double>(states);
            yield return Prediction.Decode<double>(encoding, (ReadOnlySpan<double>)run(network, states));
        }
    }

    public static TableEncoding Encoding(Imported imported) => TableEncoding.FromJson(imported.Model!.Encodings!);
}
