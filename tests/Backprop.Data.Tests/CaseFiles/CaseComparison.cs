namespace Backprop.Data.Tests;

/// <summary>Whether two sets of cases say the same to a net: values to the last bit, what is left out taken for its default.</summary>
internal static class CaseComparison
{
    public static void AssertAlike(Topology topology, Cases expected, Cases actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Sequences, actual.Sequences);
        Assert.Equal(Enumerable.Range(0, expected.Count).Select(expected.NameOf), Enumerable.Range(0, actual.Count).Select(actual.NameOf));
        Assert.Equal(Weights(expected), Weights(actual));
        foreach (var group in topology.Groups)
        {
            if (group.IsInput)
                Same(group, expected.Inputs, actual.Inputs, group.InitialState ?? double.NaN);
            else
                Same(group, expected.Clamps, actual.Clamps, double.NaN);
            if (group.IsOutput)
                Same(group, expected.Targets, actual.Targets, double.NaN);
        }
        var network = new Network<double>(topology).Randomize(1);
        Assert.Equal(network.Evaluate(expected).Error, network.Evaluate(actual).Error);
    }

    private static double[] Weights(Cases cases) => cases.Weights.Length > 0 ? cases.Weights.ToArray() : [.. Enumerable.Repeat(1.0, cases.Count)];

    private static void Same(Group group, IReadOnlyList<CaseValues> expected, IReadOnlyList<CaseValues> actual, double otherwise)
    {
        var (a, b) = (Of(expected), Of(actual));
        for (var @case = 0; @case < (a ?? b)?.Count; @case++)
        {
            for (var unit = 0; unit < group.Size; unit++)
            {
                var (left, right) = (a is null ? otherwise : a[@case, unit], b is null ? otherwise : b[@case, unit]);
                Assert.True(BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right) || (double.IsNaN(left) && double.IsNaN(right)),
                    $"group {group.Name}, case {@case}, unit {unit}: {left} and {right}");
            }
        }

        CaseValues? Of(IReadOnlyList<CaseValues> all) => all.FirstOrDefault(values => values.Group is null || values.Group == group.Name);
    }
}
