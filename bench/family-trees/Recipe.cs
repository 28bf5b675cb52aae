using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>What "the error was considered to be zero" within 0.2 of the targets means.</summary>
internal enum ToleranceReading
{
    /// <summary>Unit by unit; outside the band the error is y − d.</summary>
    Unit,

    /// <summary>Unit by unit; outside the band the error is measured from its edge.</summary>
    Edge,

    /// <summary>Case by case: a case has no error while all its outputs are within the band.</summary>
    Case,

    /// <summary>The sentence is left out.</summary>
    None,
}

/// <summary>When weights change.</summary>
internal enum UpdateOrder
{
    /// <summary>Once per sweep.</summary>
    Sweep,

    /// <summary>After each case, in the order of the cases.</summary>
    Case,

    /// <summary>After each case, in a new order each sweep.</summary>
    ShuffledCase,
}

/// <summary>Where weight decay is done.</summary>
internal enum DecayPlace
{
    /// <summary>w ← w(1 − λ) after the change, which does not remember it.</summary>
    AfterChange,

    /// <summary>Δw includes the decay, so that momentum repeats it.</summary>
    InChange,

    /// <summary>E includes ½ λ Σ w², so that ε multiplies the decay too.</summary>
    InError,
}

/// <summary>One way to train the family trees net. Without changes: as printed, 1,500 sweeps from ±0.3.</summary>
internal sealed record Recipe
{
    private static readonly Topology Unbiased = Topology.Build(static net =>
    {
        var person = net.Input("person 1", 24);
        var relation = net.Input("relation", 12);
        var who = net.Group("person code", 6, biases: false).From(person);
        var what = net.Group("relation code", 6, biases: false).From(relation);
        var center = net.Group("center", 12, biases: false).From(who, what);
        var answer = net.Group("answer code", 6, biases: false).From(center);
        net.Output("person 2", 24, biases: false).From(answer);
    });

    /// <summary>The recipe of the experiment's preset "as printed".</summary>
    public static Recipe Printed { get; } = new();

    /// <summary>Weights start uniformly within ± this.</summary>
    public double Range { get; init; } = 0.3;

    /// <summary>Whether biases start at 0, not like other weights.</summary>
    public bool ZeroBiases { get; init; }

    /// <summary>The reading of the tolerance.</summary>
    public ToleranceReading Tolerance { get; init; }

    /// <summary>Targets are this, and 1 minus this.</summary>
    public double LowTarget { get; init; }

    /// <summary>When weights change.</summary>
    public UpdateOrder Order { get; init; }

    /// <summary>ε, as a multiple of the printed 0.005 and then 0.01.</summary>
    public double RateTimes { get; init; } = 1;

    /// <summary>α of the first 20 sweeps.</summary>
    public double FirstMomentum { get; init; } = 0.5;

    /// <summary>α of the other sweeps.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether Δw is forgotten when the second phase begins.</summary>
    public bool ForgetsAtPhase { get; init; }

    /// <summary>λ: the share that a weight loses.</summary>
    public double Decay { get; init; } = 0.002;

    /// <summary>Whether biases decay too.</summary>
    public bool DecayBiases { get; init; }

    /// <summary>Whether weights decay once per sweep, not after each change.</summary>
    public bool DecayPerSweep { get; init; }

    /// <summary>Where weights decay.</summary>
    public DecayPlace DecayPlace { get; init; }

    /// <summary>Whether the net has no biases.</summary>
    public bool NoBiases { get; init; }

    /// <summary>The sweeps of the training.</summary>
    public int Sweeps { get; init; } = 1500;

    /// <summary>Whether numbers are double, not float.</summary>
    public bool IsDouble { get; init; }

    /// <summary>The net of Fig. 3.</summary>
    public Topology Net => NoBiases ? Unbiased : FamilyTrees.Net;

    /// <summary>ε and α by sweeps.</summary>
    public IReadOnlyList<Phase> Phases => [new(0.005 * RateTimes, FirstMomentum, Sweeps: 20), new(0.01 * RateTimes, Momentum)];

    /// <summary>The error measure; that of <see cref="ToleranceReading.Case"/> has no band, since whole cases are left out.</summary>
    public SumOfSquares Error => new()
    {
        Tolerance = Tolerance switch
        {
            ToleranceReading.Unit => Backprop.Tolerance.Dead(0.2),
            ToleranceReading.Edge => Backprop.Tolerance.Edge(0.2),
            _ => Backprop.Tolerance.None,
        },
    };

    /// <summary>The rule: the library's own where it can do all of the recipe.</summary>
    public LearningRule Rule(int cases)
    {
        if (DecayPlace == DecayPlace.AfterChange && !ForgetsAtPhase && Tolerance != ToleranceReading.Case && (!DecayPerSweep || Order == UpdateOrder.Sweep))
            return new GradientDescent { Phases = Phases, WeightDecay = Decay, DecayBiases = DecayBiases };
        return new RecipeRule { Recipe = this, ChangesPerSweep = Order == UpdateOrder.Sweep ? 1 : cases };
    }

    /// <summary>The 104 cases with the targets of the recipe.</summary>
    public Cases Cases()
    {
        if (LowTarget == 0) return FamilyTrees.Cases;
        var all = FamilyTrees.AllCases;
        var targets = new double[all.Count * FamilyTrees.People.Count];
        Array.Fill(targets, LowTarget);
        for (var number = 0; number < all.Count; number++)
            foreach (var answer in all[number].Answers) targets[(number * FamilyTrees.People.Count) + FamilyTrees.UnitOf(answer)] = 1 - LowTarget;
        return new CasesBuilder(all.Count)
            .InputOneHot("person 1", [.. all.Select(c => FamilyTrees.UnitOf(c.Person))], FamilyTrees.People.Count)
            .InputOneHot("relation", [.. all.Select(c => (int)c.Relation)], FamilyTrees.Relations.Count)
            .Target("person 2", targets, FamilyTrees.People.Count)
            .ToCases();
    }
}
