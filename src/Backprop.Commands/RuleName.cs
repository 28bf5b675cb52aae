namespace Backprop.Commands;

/// <summary>The values of <c>--rule</c>: names of the learning rules on the command line and in settings.</summary>
internal static class RuleName
{
    /// <summary>The names.</summary>
    public const string Adam = "adam", Descent = "descent", Rprop = "rprop";

    /// <summary>The rule of a name, without decay, with the defaults of case files for what is null.</summary>
    /// <exception cref="FormatException">There is no such rule.</exception>
    public static LearningRule Rule(string name, double? rate, double? momentum, IReadOnlyList<Phase> phases) => name switch
    {
        Descent => new GradientDescent { LearningRate = rate ?? CaseTraining.UsualRate, Momentum = momentum ?? CaseTraining.UsualMomentum, Phases = phases },
        Adam => CaseTraining.UsualAdam with { LearningRate = rate ?? CaseTraining.UsualAdam.LearningRate },
        Rprop => new Rprop(),
        _ => throw new FormatException($"the learning rule '{DisplayText.Name(name)}' is not known; it can be {Descent}, {Adam} or {Rprop}"),
    };

    /// <summary>The name of a rule that the command line can say.</summary>
    public static string Of(LearningRule rule) => rule switch
    {
        GradientDescent => Descent,
        Backprop.Adam => Adam,
        _ => Rprop,
    };
}
