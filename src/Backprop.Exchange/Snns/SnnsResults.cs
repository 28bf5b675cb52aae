using System.Globalization;

namespace Backprop.Exchange;

/// <summary>A result file of SNNS: the outputs of a net for some patterns, as it prints them.</summary>
/// <param name="First">The first pattern, from 1.</param>
/// <param name="Outputs">[pattern][output unit].</param>
/// <param name="Inputs">[pattern][input unit]; empty if the file has none.</param>
/// <param name="Targets">[pattern][output unit]; empty if the file has none.</param>
internal sealed record SnnsResults(int First, IReadOnlyList<double[]> Outputs, IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets)
{
    /// <summary>How the first line begins.</summary>
    public const string Mark = "SNNS result file";

    // SNNS prints five digits behind the point; the net's own arithmetic in single precision moves the last one where it is about to be rounded.
    private const double Printed = 0.5e-5 + 1e-6;

    /// <exception cref="ForeignFileException">The file is cut short or damaged.</exception>
    public static SnnsResults Read(ForeignText file)
    {
        file.CheckLastLine();
        var (header, rest) = SnnsHeader.Read(file);
        var first = SnnsHeader.Count(file, header, "startpattern", 1);
        var last = SnnsHeader.Count(file, header, "endpattern", null);
        var inputs = SnnsHeader.Count(file, header, "No. of input units", null);
        var outputs = SnnsHeader.Count(file, header, "No. of output units", null);
        var (hasInputs, hasTargets) = (header.Keys.Any(static key => key.StartsWith("input pattern", StringComparison.Ordinal)), header.ContainsKey("teaching output included"));
        if (first < 1 || last < first || outputs == 0) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"announces the patterns {first} to {last} of {outputs} output units; there must be at least one of each"));
        if ((double)(last - first + 1) * outputs > file.Bytes.Length)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"announces the patterns {first} to {last} of {outputs} output units, more numbers than there are; it is cut short"));
        var words = new SnnsWords(file, rest);
        var (rows, targets, answers) = (new List<double[]>(), new List<double[]>(), new List<double[]>());
        for (var k = first; k <= last; k++)
        {
            if (hasInputs) rows.Add(words.Numbers(Math.Min(inputs, file.Bytes.Length), string.Create(CultureInfo.InvariantCulture, $"pattern {k}: input")));
            if (hasTargets) targets.Add(words.Numbers(outputs, string.Create(CultureInfo.InvariantCulture, $"pattern {k}: teaching output")));
            answers.Add(words.Numbers(outputs, string.Create(CultureInfo.InvariantCulture, $"pattern {k}: output")));
        }
        words.End(string.Create(CultureInfo.InvariantCulture, $"the result of pattern {last}"));
        return new SnnsResults(first, answers, rows, targets);
    }

    /// <summary>Says whether a net gives the results that are printed.</summary>
    /// <param name="network">The net.</param>
    /// <param name="inputs">The patterns.</param>
    /// <param name="name">The name of the file.</param>
    public string Compare(Network<double> network, IReadOnlyList<double[]> inputs, string name)
    {
        var (different, all, farthest, where) = (0, 0, 0.0, "");
        foreach (var (k, printed) in Outputs.Index())
        {
            var outputs = network.Run(inputs[First - 1 + k]);
            for (var unit = 0; unit < printed.Length; unit++)
            {
                all++;
                var distance = Math.Abs(outputs[unit] - printed[unit]);
                if (!(distance <= Printed)) different++;
                if (!(distance <= farthest)) (farthest, where) = (distance, string.Create(CultureInfo.InvariantCulture, $"output {unit + 1} of pattern {First + k} is {printed[unit]:0.#####} there and {outputs[unit]:0.#####} here"));
            }
        }
        return different == 0
            ? string.Create(CultureInfo.InvariantCulture, $"the net gives each of the {all} outputs of {name} to every digit that is printed")
            : string.Create(CultureInfo.InvariantCulture, $"the net gives {all - different} of the {all} outputs of {name} to every digit that is printed; {where}");
    }
}
