using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Patterns of the PDP programs (.PAT): a name, inputs and targets each; any white space separates.</summary>
/// <param name="File">The file.</param>
/// <param name="Names">A name per pattern.</param>
/// <param name="Inputs">[pattern][input]; a negative one names a unit whose state is copied.</param>
/// <param name="Targets">[pattern][output]; negative: don't care.</param>
internal sealed record PdpPatterns(ForeignText File, IReadOnlyList<string> Names, IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets)
{
    /// <summary>Whether a file looks so: words and numbers, each complete line of numbers but for its first word.</summary>
    public static bool Recognizes(FileStart start)
    {
        var lines = Lines(start);
        return lines.Count > 0 && lines[0].Length > 2 && lines.TrueForAll(static line => line.Skip(1).All(static word => Value(word) is not null));
    }

    /// <summary>Whether a file looks like weights: a number per line.</summary>
    public static bool RecognizesWeights(FileStart start)
    {
        var lines = Lines(start);
        return lines.Count > 0 && lines.TrueForAll(static line => line.Length == 1 && ForeignNumber.TryParse(line[0], out _));
    }

    /// <exception cref="ForeignFileException">The file is cut short, or a word is not a value.</exception>
    public static PdpPatterns Read(ForeignText file, PdpNetwork network)
    {
        file.CheckLastLine();
        var (names, inputs, targets) = (new List<string>(), new List<double[]>(), new List<double[]>());
        var words = file.Words;
        // Every value takes two bytes.
        if (network.InputCount + network.OutputCount > file.Bytes.Length) throw file.Problem("is too short for one pattern of this network");
        while (words.TryNext(out var name))
        {
            names.Add(name.ToString());
            inputs.Add(Row(network.InputCount, "input"));
            targets.Add(Row(network.OutputCount, "target"));
        }
        if (names.Count == 0) throw file.Problem("holds no patterns");
        return new PdpPatterns(file, names, inputs, targets);

        double[] Row(int size, string what)
        {
            var row = new double[size];
            for (var k = 0; k < size; k++)
            {
                if (!words.TryNext(out var word))
                    throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"ends before {what} {k + 1} of pattern '{DisplayText.Name(names[^1])}'; a pattern of this network has a name, {network.InputCount} inputs and {network.OutputCount} targets"), words.Line);
                row[k] = Value(word.ToString()) ?? throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"{what} {k + 1} of pattern '{DisplayText.Name(names[^1])}' is '{DisplayText.Name(word.ToString())}'; it must be a number, +, - or ."), words.Line);
            }
            return row;
        }
    }

    private static double? Value(string word) => word switch
    {
        "+" => 1,
        "-" => -1,
        "." => 0,
        _ => ForeignNumber.TryParse(word, out var number) ? number : null,
    };

    /// <summary>The words of the lines that are whole.</summary>
    private static List<string[]> Lines(FileStart start)
    {
        var lines = start.Text.Split('\n').Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (start.Bytes.Length == FileStart.Most && lines.Count > 1) lines.RemoveAt(lines.Count - 1);
        lines.RemoveAll(static line => line.Length == 0);
        return lines;
    }
}
