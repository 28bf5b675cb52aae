namespace Backprop.Experiments;

/// <summary>
/// What Fig. 4 says about the six units that encode a person: which of them encode nationality, generation or branch, and
/// whether people with the same place in the two trees are encoded alike.
/// </summary>
internal sealed record PersonCodes
{
    private static readonly double[] NationalityOf = Feature(person => FamilyTrees.TreeOf(person) == FamilyTree.English ? 1 : -1);
    private static readonly double[] GenerationOf = Feature(person => FamilyTrees.TreeOf(person).Generation(person));
    private static readonly double[] BranchOf = Feature(person => FamilyTrees.TreeOf(person).Branch(person));
    private static readonly double[] SexOf = Feature(person => FamilyTrees.TreeOf(person).IsMan(person) ? 1 : -1);

    /// <summary>The greatest |correlation| of any unit's 24 weights with English or Italian.</summary>
    public double Nationality { get; private init; }

    /// <summary>… with the generation, 1 to 3.</summary>
    public double Generation { get; private init; }

    /// <summary>… with the branch: −1 left, 1 right, 0 for the children of both.</summary>
    public double Branch { get; private init; }

    /// <summary>… with the sex, which the paper notes is not encoded: the relation alone determines the sex of the answer.</summary>
    public double Sex { get; private init; }

    /// <summary>The mean distance between the codes of people with the same place, divided by that of English and Italian people with different places: below 1 if places are encoded alike.</summary>
    public double IsomorphicDistance { get; private init; }

    /// <summary>Measures the weights into a group that encodes people.</summary>
    /// <param name="weights">[units × 24], row by row: w[to, from].</param>
    public static PersonCodes Of(ReadOnlySpan<double> weights)
    {
        if (weights.Length == 0 || weights.Length % 24 != 0)
            throw new ArgumentException($"A code of the 24 people has 24 weights per unit, but there are {weights.Length} weights.", nameof(weights));
        double nationality = 0, generation = 0, branch = 0, sex = 0;
        for (var unit = 0; unit < weights.Length; unit += 24)
        {
            var row = weights.Slice(unit, 24);
            nationality = Math.Max(nationality, Math.Abs(Correlation.Of(row, NationalityOf)));
            generation = Math.Max(generation, Math.Abs(Correlation.Of(row, GenerationOf)));
            branch = Math.Max(branch, Math.Abs(Correlation.Of(row, BranchOf)));
            sex = Math.Max(sex, Math.Abs(Correlation.Of(row, SexOf)));
        }
        return new PersonCodes
        {
            Nationality = nationality,
            Generation = generation,
            Branch = branch,
            Sex = sex,
            IsomorphicDistance = RelativeDistance(weights),
        };
    }

    private static double RelativeDistance(ReadOnlySpan<double> weights)
    {
        double same = 0, different = 0;
        for (var english = 0; english < 12; english++)
        {
            for (var italian = 0; italian < 12; italian++)
            {
                double squares = 0;
                for (var unit = 0; unit < weights.Length; unit += 24)
                {
                    var step = weights[unit + english] - weights[unit + 12 + italian];
                    squares += step * step;
                }
                if (english == italian) same += Math.Sqrt(squares) / 12;
                else different += Math.Sqrt(squares) / (12 * 11);
            }
        }
        return different == 0 ? 1 : same / different;
    }

    private static double[] Feature(Func<string, double> of) => [.. FamilyTrees.People.Select(of)];
}
