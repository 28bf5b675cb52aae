using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>The two families of solutions of the symmetry task: the sizes of the three weight pairs, least first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SizeRatios>))]
internal enum SizeRatios
{
    /// <summary>Neither of the two.</summary>
    [JsonStringEnumMemberName("other")] Other,
    /// <summary>1 : 2 : 4, as the paper prints: every pattern of differences has its own sum, none of them zero.</summary>
    [JsonStringEnumMemberName("1:2:4")] OneTwoFour,
    /// <summary>2 : 3 : 4: equally valid, because no signed sum of them is zero.</summary>
    [JsonStringEnumMemberName("2:3:4")] TwoThreeFour,
}

/// <summary>
/// What Fig. 1 says about the weights of a net that has learned symmetry, measured in any 2m-2-1 net. Only relations are
/// measured, for the order of the sizes and the signs differ from run to run.
/// </summary>
internal sealed record SymmetryStructure
{
    // Both families have 4 as the greatest size; the other two sizes distinguish them.
    // A size may be off by a fifth of the step to the other family's before the net counts as neither.
    private const double SizeTolerance = 0.2;

    /// <summary>The greatest |w_i + w_i'| / max(|w_i|, |w_i'|) over pairs of mirrored inputs of both hidden units: 0 if equal and opposite.</summary>
    public double Asymmetry { get; private init; }

    /// <summary>The greatest |w_1i + w_2i| / max(|w_1i|, |w_2i|) over the inputs: 0 if the hidden units are alike with opposite sign.</summary>
    public double HiddenDifference { get; private init; }

    /// <summary>Whether both hidden biases are negative, both weights to the output are negative, and the output's bias is positive.</summary>
    public bool SignsAsPrinted { get; private init; }

    /// <summary>The sizes of the three pairs, least first, scaled so that the greatest is 4; the mean over the two hidden units.</summary>
    public IReadOnlyList<double> Sizes { get; private init; } = [];

    /// <summary>Which family the sizes belong to.</summary>
    public SizeRatios Ratios { get; private init; }

    /// <summary>Measures a net.</summary>
    /// <param name="hidden">Weights [2 × 6] into the hidden units, row by row.</param>
    /// <param name="hiddenBiases">2 biases.</param>
    /// <param name="output">Weights [1 × 2] from the hidden units to the output.</param>
    /// <param name="outputBias">The output's bias.</param>
    public static SymmetryStructure Of(ReadOnlySpan<double> hidden, ReadOnlySpan<double> hiddenBiases, ReadOnlySpan<double> output, double outputBias)
    {
        if (hidden.Length != 12 || hiddenBiases.Length != 2 || output.Length != 2)
            throw new ArgumentException($"A 6-2-1 net has 12 + 2 weights and 2 hidden biases, but here are {hidden.Length} + {output.Length} and {hiddenBiases.Length}.", nameof(hidden));
        double asymmetry = 0, difference = 0;
        var sizes = new double[3];
        for (var input = 0; input < 6; input++)
        {
            difference = Math.Max(difference, Opposition(hidden[input], hidden[6 + input]));
            for (var unit = 0; unit < 12; unit += 6)
            {
                asymmetry = Math.Max(asymmetry, Opposition(hidden[unit + input], hidden[unit + 5 - input]));
                sizes[Math.Min(input, 5 - input)] += Math.Abs(hidden[unit + input]) / 4;
            }
        }
        Array.Sort(sizes);
        var scaled = sizes.Select(size => 4 * size / sizes[2]).ToArray();
        return new SymmetryStructure
        {
            Asymmetry = asymmetry,
            HiddenDifference = difference,
            SignsAsPrinted = hiddenBiases[0] < 0 && hiddenBiases[1] < 0 && output[0] < 0 && output[1] < 0 && outputBias > 0,
            Sizes = scaled,
            Ratios = IsNear(scaled, 1, 2) ? SizeRatios.OneTwoFour : IsNear(scaled, 2, 3) ? SizeRatios.TwoThreeFour : SizeRatios.Other,
        };
    }

    private static bool IsNear(double[] sizes, double least, double middle) =>
        Math.Abs(sizes[0] - least) <= SizeTolerance * least && Math.Abs(sizes[1] - middle) <= SizeTolerance * middle;

    private static double Opposition(double a, double b) => a == 0 && b == 0 ? 0 : Math.Abs(a + b) / Math.Max(Math.Abs(a), Math.Abs(b));
}
