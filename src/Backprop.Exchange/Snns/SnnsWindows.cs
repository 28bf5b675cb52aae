using System.Globalization;

namespace Backprop.Exchange;

/// <summary>
/// Patterns of variable size, of which SNNS shows a window to the net: each position of the window, one step after the other, is a case. The units
/// of a position stand together; of the dimensions the last one runs fastest, in patterns and windows.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="words">Its words behind the header.</param>
/// <param name="inputUnits">The input units of a position.</param>
/// <param name="outputUnits">The output units of a position; 0 where there are no targets.</param>
/// <param name="inputDimensions">How many dimensions of the inputs vary.</param>
/// <param name="outputDimensions">How many dimensions of the targets vary; 0: a pattern has the same targets at every position.</param>
internal sealed class SnnsWindows(ForeignText file, SnnsWords words, int inputUnits, int outputUnits, int inputDimensions, int outputDimensions)
{
    // Neighboring windows share most of their values: a few bytes stand for many.
    private const int FewestValues = 1 << 21, ValuesPerByte = 4;

    // SNNS itself has no more.
    private const int MostDimensions = 2;

    private readonly List<Pattern> patterns = [];

    /// <param name="count">How many patterns there are.</param>
    /// <param name="hasClasses">Whether a class stands behind each pattern.</param>
    /// <param name="netInputs">The input units of the net; null without a net.</param>
    /// <exception cref="ForeignFileException">The file is cut short, or the size of the window is not known.</exception>
    public SnnsPatterns Read(int count, bool hasClasses, int? netInputs)
    {
        if (inputDimensions is 0 or > MostDimensions || outputDimensions > MostDimensions || (outputDimensions > 0 && outputDimensions != inputDimensions))
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"has {inputDimensions} variable input dimensions and {outputDimensions} variable output dimensions; 1 or {MostDimensions} of the inputs are read, and of the outputs as many or none"));
        for (var k = 1; k <= count; k++)
        {
            var what = string.Create(CultureInfo.InvariantCulture, $"pattern {k} of {count}");
            var (inputSizes, inputs) = Values(inputDimensions, inputUnits, $"{what}: input");
            var (outputSizes, outputs) = outputUnits > 0 ? Values(outputDimensions, outputUnits, $"{what}: output") : ([], []);
            patterns.Add(new Pattern(inputSizes, inputs, outputSizes, outputs, hasClasses ? words.Word($"the class of {what}") : null));
        }
        words.End(string.Create(CultureInfo.InvariantCulture, $"the last of the {count} patterns"));
        return Cut(Window(netInputs));
    }

    private (int[] Sizes, double[] Values) Values(int dimensions, int units, string what)
    {
        var sizes = dimensions == 0 ? [] : words.Sizes(dimensions, what);
        var count = sizes.Aggregate((double)units, static (product, size) => product * size);
        // A number and the blank behind it take two bytes: what cannot be there is not waited for.
        return count <= file.Bytes.Length ? (sizes, words.Numbers((int)count, what))
            : throw file.Problem($"{what} has the sizes {Text(sizes)}, more numbers than there are; it is cut short");
    }

    /// <summary>The window is as large as what the targets are smaller by, or what the net takes in; otherwise it is the whole pattern.</summary>
    private int[] Window(int? netInputs)
    {
        var first = patterns[0];
        var areAlike = patterns.TrueForAll(pattern => pattern.InputSizes.SequenceEqual(first.InputSizes));
        int[]? window = outputDimensions > 0 ? [.. first.InputSizes.Zip(first.OutputSizes, static (input, output) => input - output + 1)]
            : areAlike && (netInputs is null || netInputs == first.Inputs.Length) ? first.InputSizes
            : inputDimensions == 1 && netInputs is { } all && all % inputUnits == 0 ? [all / inputUnits]
            : null;
        if (window is null)
            throw file.Problem(netInputs is null
                ? "has patterns of different sizes, of which SNNS shows a window to the net; name the network too, whose input units say how large the window is"
                : string.Create(CultureInfo.InvariantCulture, $"has patterns of variable size, and the network has {netInputs} input units; how large the window is that SNNS shows of a pattern does not follow from them"));
        foreach (var (k, pattern) in patterns.Index())
        {
            if (pattern.InputSizes.Zip(window).Any(static pair => pair.Second < 1 || pair.Second > pair.First)
                || (outputDimensions > 0 && pattern.InputSizes.Zip(window, pattern.OutputSizes).Any(static each => each.First - each.Second + 1 != each.Third)))
                throw file.Problem(outputDimensions > 0
                    ? string.Create(CultureInfo.InvariantCulture, $"pattern {k + 1} has inputs of the sizes {Text(pattern.InputSizes)} and outputs of {Text(pattern.OutputSizes)}; outputs must be as large as the inputs, or smaller by as much in each pattern, as a window makes them")
                    : string.Create(CultureInfo.InvariantCulture, $"pattern {k + 1} has inputs of the sizes {Text(pattern.InputSizes)}, smaller than the window of {Text(window)} that the network takes in"));
        }
        return window;
    }

    private SnnsPatterns Cut(int[] window)
    {
        var inWindow = window.Aggregate((long)inputUnits, static (product, size) => product * size);
        var positions = patterns.Sum(pattern => Positions(pattern, window).Aggregate(1L, static (product, size) => product * size));
        var most = FewestValues + ((long)ValuesPerByte * file.Bytes.Length);
        if ((double)positions * (inWindow + outputUnits) > most)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"makes {positions:N0} cases of {inWindow + outputUnits} values, more than the {most:N0} values that are read from a file of this length; cut it into parts"));
        var (inputs, targets, classes) = (new List<double[]>(), new List<double[]>(), new List<string>());
        foreach (var pattern in patterns)
        {
            foreach (var at in All(Positions(pattern, window)))
            {
                inputs.Add([.. All(window).SelectMany(within => At(pattern.Inputs, pattern.InputSizes, [.. at.Zip(within, static (start, further) => start + further)], inputUnits))]);
                if (outputUnits > 0) targets.Add(outputDimensions > 0 ? At(pattern.Outputs, pattern.OutputSizes, at, outputUnits) : pattern.Outputs);
                if (pattern.Class is { } name) classes.Add(name);
            }
        }
        return new SnnsPatterns(inputs, targets, classes.Count > 0 ? classes : null)
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{file.Stem} has patterns of variable size: each position of a window of {Text(window)} is a case, {positions} in all; in SNNS the sub-pattern panel says by how much the window moves, here it is 1"),
        };
    }

    private static int[] Positions(Pattern pattern, int[] window) => [.. pattern.InputSizes.Zip(window, static (size, wide) => size - wide + 1)];

    /// <summary>All places in a box of one or two dimensions, the last dimension fastest.</summary>
    private static IEnumerable<int[]> All(int[] sizes)
    {
        for (var first = 0; first < sizes[0]; first++)
        {
            if (sizes.Length == 1) yield return [first];
            else for (var second = 0; second < sizes[1]; second++) yield return [first, second];
        }
    }

    private static double[] At(double[] values, int[] sizes, int[] place, int units)
    {
        var start = place.Zip(sizes).Aggregate(0, static (sum, each) => (sum * each.Second) + each.First) * units;
        return values[start..(start + units)];
    }

    private static string Text(int[] sizes) => string.Join(" × ", sizes.Select(static size => size.ToString(CultureInfo.InvariantCulture)));

    private sealed record Pattern(int[] InputSizes, double[] Inputs, int[] OutputSizes, double[] Outputs, string? Class);
}
