namespace Backprop.Exchange;

/// <summary>An activation function of FANN: y = scale · f(factor · s · Σ w x) + shift, with f of ours and the steepness s.</summary>
/// <param name="Name">FANN's name, without FANN_.</param>
/// <param name="Function">f; null where there is none.</param>
/// <param name="Factor">By what steepness times sum is multiplied.</param>
/// <param name="Scale">By what the result is multiplied.</param>
/// <param name="Shift">What is added to it.</param>
/// <param name="StepwiseError">Of a function in linear pieces, how far it is from f at most; otherwise 0.</param>
internal sealed record FannActivation(string Name, UnitFunction? Function, double Factor = 1, double Scale = 1, double Shift = 0, double StepwiseError = 0)
{
    /// <summary>The functions by their number in files: fann_activationfunc_enum of fann_data.h 2.2.0.</summary>
    public static IReadOnlyList<FannActivation> All { get; } =
    [
        new("LINEAR", UnitFunction.Identity),
        new("THRESHOLD", null),
        new("THRESHOLD_SYMMETRIC", null, Scale: 2, Shift: -1),
        new("SIGMOID", UnitFunction.Logistic, Factor: 2),
        new("SIGMOID_STEPWISE", UnitFunction.Logistic, Factor: 2, StepwiseError: 0.033),
        new("SIGMOID_SYMMETRIC", UnitFunction.Tanh),
        new("SIGMOID_SYMMETRIC_STEPWISE", UnitFunction.Tanh, StepwiseError: 0.066),
        new("GAUSSIAN", null),
        new("GAUSSIAN_SYMMETRIC", null, Scale: 2, Shift: -1),
        new("GAUSSIAN_STEPWISE", null),
        new("ELLIOT", null, Scale: 0.5, Shift: 0.5),
        new("ELLIOT_SYMMETRIC", null),
        new("LINEAR_PIECE", null),
        new("LINEAR_PIECE_SYMMETRIC", null),
        new("SIN_SYMMETRIC", null),
        new("COS_SYMMETRIC", null),
        new("SIN", null, Scale: 0.5, Shift: 0.5),
        new("COS", null, Scale: 0.5, Shift: 0.5),
    ];

    /// <summary>Whether its sums matter where FANN cuts them, beyond ±150: elsewhere the function is flat there.</summary>
    public bool IsCutVisibly => Name is "LINEAR" or "SIN" or "COS" or "SIN_SYMMETRIC" or "COS_SYMMETRIC";
}
