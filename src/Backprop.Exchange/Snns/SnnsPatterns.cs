using System.Globalization;

namespace Backprop.Exchange;

/// <summary>A pattern definition file of SNNS.</summary>
/// <param name="Inputs">[pattern][input unit].</param>
/// <param name="Targets">[pattern][output unit]; empty if the file has no targets.</param>
/// <param name="Classes">The class of each pattern; null if the file has none.</param>
internal sealed record SnnsPatterns(IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets, IReadOnlyList<string>? Classes)
{
    /// <summary>How the first line begins.</summary>
    public const string Mark = "SNNS pattern definition file";

    /// <summary>What is to be said of them; null for nothing.</summary>
    public string? Note { get; init; }

    /// <param name="file">The file.</param>
    /// <param name="netInputs">The input units of the net; null without a net.</param>
    /// <exception cref="ForeignFileException">The file is cut short, or has patterns of variable size of which it is not known what the net sees at once.</exception>
    public static SnnsPatterns Read(ForeignText file, int? netInputs)
    {
        file.CheckLastLine();
        var (header, rest) = SnnsHeader.Read(file);
        var (inputDimensions, outputDimensions) = (SnnsHeader.Count(file, header, "No. of variable input dimensions", 0), SnnsHeader.Count(file, header, "No. of variable output dimensions", 0));
        var count = SnnsHeader.Count(file, header, "No. of patterns", null);
        var inputs = SnnsHeader.Count(file, header, "No. of input units", null);
        var outputs = SnnsHeader.Count(file, header, "No. of output units", 0);
        var classes = SnnsHeader.Count(file, header, "No. of classes", 0);
        if (count == 0 || inputs == 0) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"announces {count} patterns of {inputs} input units; there must be at least one of each"));
        // A number and the blank behind it take two bytes: what cannot be there is not waited for.
        if ((double)count * ((double)inputs + outputs) > file.Bytes.Length)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"announces {count} patterns of {inputs} input and {outputs} output units, more numbers than there are; it is cut short"));
        var words = new SnnsWords(file, rest);
        if (inputDimensions + (long)outputDimensions > 0) return new SnnsWindows(file, words, inputs, outputs, inputDimensions, outputDimensions).Read(count, hasClasses: classes > 0, netInputs);
        var (rows, targets, names) = (new List<double[]>(count), new List<double[]>(), new List<string>());
        for (var k = 1; k <= count; k++)
        {
            rows.Add(words.Numbers(inputs, string.Create(CultureInfo.InvariantCulture, $"pattern {k} of {count}: input")));
            if (outputs > 0) targets.Add(words.Numbers(outputs, string.Create(CultureInfo.InvariantCulture, $"pattern {k} of {count}: output")));
            if (classes > 0) names.Add(words.Word(string.Create(CultureInfo.InvariantCulture, $"the class of pattern {k} of {count}")));
        }
        words.End(string.Create(CultureInfo.InvariantCulture, $"the last of the {count} patterns"));
        return new SnnsPatterns(rows, targets, classes > 0 ? names : null);
    }
}
