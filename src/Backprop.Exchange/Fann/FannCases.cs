using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Cases of FANN: the numbers of cases, inputs and outputs, then inputs and outputs case by case; any white space separates.</summary>
/// <param name="Inputs">[case][input].</param>
/// <param name="Targets">[case][output].</param>
internal sealed record FannCases(IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets)
{
    /// <summary>Whether a file begins as such a file does: three whole numbers alone on the first line, numbers on the second.</summary>
    public static bool Recognizes(FileStart start)
    {
        var lines = start.Text.Split('\n');
        return lines.Length >= 2 && lines[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: 3 } sizes
            && Array.TrueForAll(sizes, static size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            && lines[1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } values
            && (start.Bytes.Length == FileStart.Most && lines.Length == 2 ? values[..^1] : values).All(static value => ForeignNumber.TryParse(value, out _));
    }

    /// <exception cref="ForeignFileException">The file is cut short, or a word is not a number.</exception>
    public static FannCases Read(ForeignText file)
    {
        file.CheckLastLine();
        var words = file.Words;
        var count = words.Count("the number of cases");
        var inputs = words.Count("the number of inputs");
        var outputs = words.Count("the number of outputs");
        if (count == 0 || inputs == 0 || outputs == 0)
            throw file.Problem(FormattableString.Invariant($"announces {count} cases of {inputs} inputs and {outputs} outputs; there must be at least one of each"), 1);
        // A number and the blank behind it take two bytes: what cannot be there is not waited for.
        if ((double)count * ((double)inputs + outputs) > file.Bytes.Length)
            throw file.Problem(FormattableString.Invariant($"announces {count} cases of {inputs} inputs and {outputs} outputs, more numbers than there are; it is cut short"), 1);
        var (rows, targets) = (new List<double[]>(), new List<double[]>());
        for (var k = 0; k < count; k++)
        {
            rows.Add(Row(inputs, "input", k));
            targets.Add(Row(outputs, "output", k));
        }
        if (words.TryNext(out var more))
            throw file.Problem(FormattableString.Invariant($"'{DisplayText.Name(more.ToString())}' stands behind the last of the {count} cases"), words.Line);
        return new FannCases(rows, targets);

        double[] Row(int size, string what, int k)
        {
            var row = new double[size];
            for (var i = 0; i < size; i++)
            {
                if (!words.TryNext(out var word)) throw file.Problem(FormattableString.Invariant($"ends before {what} {i + 1} of case {k + 1} of {count}; it is cut short"), words.Line);
                if (!ForeignNumber.TryParse(word, out row[i])) throw file.Problem(FormattableString.Invariant($"{what} {i + 1} of case {k + 1} is '{DisplayText.Name(word.ToString())}'; it must be a finite number"), words.Line);
            }
            return row;
        }
    }
}
