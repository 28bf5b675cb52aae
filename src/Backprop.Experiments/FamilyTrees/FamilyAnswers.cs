namespace Backprop.Experiments;

/// <summary>The number of cases that a family trees net answers correctly, by two criteria.</summary>
/// <param name="Half">Cases in which every right person is above 0.5 and everyone else below.</param>
/// <param name="Top">Cases in which every right person is above everyone else.</param>
/// <param name="Of">The number of cases.</param>
internal sealed record FamilyScore(int Half, int Top, int Of);

/// <summary>The cases of the 104 that a net answers correctly.</summary>
/// <param name="Half">By <see cref="FamilyScore.Half"/>.</param>
/// <param name="Top">By <see cref="FamilyScore.Top"/>.</param>
internal sealed record FamilyAnswers(IReadOnlySet<int> Half, IReadOnlySet<int> Top)
{
    /// <summary>Runs a net on all 104 cases.</summary>
    public static FamilyAnswers Of<T>(Network<T> net)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(net);
        var activity = net.Run(FamilyTrees.Cases);
        var half = new HashSet<int>();
        var top = new HashSet<int>();
        for (var number = 0; number < FamilyTrees.AllCases.Count; number++)
        {
            var states = activity["person 2", number];
            var answers = FamilyTrees.AllCases[number].Answers;
            double leastRight = 1, greatestWrong = 0;
            for (var person = 0; person < states.Length; person++)
            {
                var state = double.CreateTruncating(states[person]);
                if (answers.Contains(FamilyTrees.People[person], StringComparer.Ordinal)) leastRight = Math.Min(leastRight, state);
                else greatestWrong = Math.Max(greatestWrong, state);
            }
            if (leastRight > 0.5 && greatestWrong < 0.5) half.Add(number);
            if (leastRight > greatestWrong) top.Add(number);
        }
        return new FamilyAnswers(half, top);
    }

    /// <summary>Counts the correct answers among some of the cases.</summary>
    /// <param name="cases">Indices into <see cref="FamilyTrees.AllCases"/>.</param>
    public FamilyScore Among(IReadOnlyCollection<int> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return new(cases.Count(Half.Contains), cases.Count(Top.Contains), cases.Count);
    }
}
