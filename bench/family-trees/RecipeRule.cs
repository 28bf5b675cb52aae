using System.Numerics;
using System.Text.Json;

namespace Backprop.FamilyTreeSearch;

/// <summary>Gradient descent with the forms of decay that <see cref="GradientDescent"/> does not have. Where both can do a recipe, their weights have the same bits.</summary>
internal sealed record RecipeRule : LearningRule
{
    /// <summary>What is done.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>1, or the number of cases.</summary>
    public required int ChangesPerSweep { get; init; }

    /// <inheritdoc/>
    public override string Name => "family trees recipe";

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new RecipeState<T>(this, weightCount);

    /// <inheritdoc/>
    protected override void WriteSettings(Utf8JsonWriter json) => json.WriteString("recipe", Recipe.ToString());
}

/// <summary>Δw of every weight.</summary>
internal sealed class RecipeState<T>(RecipeRule rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T LeastNormal = T.CreateChecked(typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308);

    private readonly T[] changes = new T[weightCount];
    private readonly IReadOnlyList<Phase> phases = rule.Recipe.Phases;

    /// <inheritdoc/>
    public override IReadOnlyList<RuleVector<T>> Vectors => [new("change", changes)];

    // Biases come in stretches of their own, because they may decay otherwise.
    /// <inheritdoc/>
    public override bool IsElementwise => false;

    /// <inheritdoc/>
    public override void Change(in WeightChange<T> change) => Change(change.Weights, change.Gradient, change.Offset, change.IsBias, change.Number);

    /// <summary>Changes a stretch.</summary>
    /// <param name="weights">The stretch.</param>
    /// <param name="gradient">∂E/∂w of it.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="isBias">Whether these are biases.</param>
    /// <param name="number">The number of the change, from 1.</param>
    public void Change(Span<T> weights, ReadOnlySpan<T> gradient, int offset, bool isBias, long number)
    {
        var recipe = rule.Recipe;
        var sweep = ((number - 1) / rule.ChangesPerSweep) + 1;
        var phase = sweep <= phases[0].Sweeps ? phases[0] : phases[1];
        var velocities = changes.AsSpan(offset, weights.Length);
        if (recipe.ForgetsAtPhase && number == ((long)phases[0].Sweeps * rule.ChangesPerSweep) + 1) velocities.Clear();
        var decays = (recipe.DecayBiases || !isBias) && (!recipe.DecayPerSweep || number % rule.ChangesPerSweep == 0);
        var inside = decays ? recipe.DecayPlace switch
        {
            DecayPlace.InChange => -recipe.Decay,
            DecayPlace.InError => -recipe.Decay * phase.LearningRate,
            _ => 0,
        } : 0;
        var keep = T.CreateTruncating(decays && recipe.DecayPlace == DecayPlace.AfterChange ? 1 - recipe.Decay : 1);
        var (rate, momentum, added) = (T.CreateTruncating(-phase.LearningRate), T.CreateTruncating(phase.Momentum), T.CreateTruncating(inside));
        for (var k = 0; k < weights.Length; k++)
        {
            var step = T.FusedMultiplyAdd(rate, gradient[k], momentum * velocities[k]);
            if (inside != 0) step = T.FusedMultiplyAdd(added, weights[k], step);
            if (T.Abs(step) < LeastNormal) step = T.Zero;
            velocities[k] = step;
            weights[k] = (weights[k] + step) * keep;
        }
    }
}
