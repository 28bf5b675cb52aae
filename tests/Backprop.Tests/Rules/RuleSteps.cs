namespace Backprop.Tests;

/// <summary>Drives a rule by gradients and errors given one by one, on a single weight.</summary>
internal static class RuleSteps
{
    /// <summary>The weight after each change, from 0.</summary>
    public static double[] Weights(LearningRule rule, params (double Gradient, double Error)[] steps)
    {
        var state = rule.Start<double>(1);
        var weights = new double[1];
        var before = double.PositiveInfinity;
        return [.. steps.Select((step, index) =>
        {
            state.Change(new WeightChange<double>
            {
                Weights = weights,
                Gradient = [step.Gradient],
                Offset = 0,
                IsBias = false,
                Number = index + 1,
                Sweep = index + 1,
                Error = step.Error,
                PreviousError = before,
            });
            before = step.Error;
            return weights[0];
        })];
    }
}
