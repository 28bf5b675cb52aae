namespace Backprop.Exchange;

/// <summary>An activation function of FANN: y = scale · f(factor · s · Σ w x) + shift, with f of ours and the steepness s.</summary>
/// <param name="Name">FANN's name, without FANN_.</param>
/// <param name="Function">f; null for the one that FANN lists but does not compute.</param>
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
        new("THRESHOLD", UnitFunction.Threshold),
        new("THRESHOLD_SYMMETRIC", UnitFunction.Threshold, Scale: 2, Shift: -1),
        new("SIGMOID", UnitFunction.Logistic, Factor: 2),
        new("SIGMOID_STEPWISE", UnitFunction.Logistic, Factor: 2, StepwiseError: 0.033),
        new("SIGMOID_SYMMETRIC", UnitFunction.Tanh),
        new("SIGMOID_SYMMETRIC_STEPWISE", UnitFunction.Tanh, StepwiseError: 0.066),
        new("GAUSSIAN", UnitFunction.Gaussian),
        new("GAUSSIAN_SYMMETRIC", UnitFunction.Gaussian, Scale: 2, Shift: -1),
        new("GAUSSIAN_STEPWISE", null),
        new("ELLIOT", UnitFunction.Softsign, Scale: 0.5, Shift: 0.5),
        new("ELLIOT_SYMMETRIC", UnitFunction.Softsign),
        new("LINEAR_PIECE", UnitFunction.Clip(0, 1)),
        new("LINEAR_PIECE_SYMMETRIC", UnitFunction.Clip(-1, 1)),
        new("SIN_SYMMETRIC", UnitFunction.Sine),
        new("COS_SYMMETRIC", UnitFunction.Cosine),
        new("SIN", UnitFunction.Sine, Scale: 0.5, Shift: 0.5),
        new("COS", UnitFunction.Cosine, Scale: 0.5, Shift: 0.5),
    ];

    /// <summary>Whether its sums matter where FANN cuts them, beyond ±150 / s: elsewhere the function is flat there.</summary>
    public bool IsCutVisibly => Name is "LINEAR" or "SIN" or "COS" or "SIN_SYMMETRIC" or "COS_SYMMETRIC";
}
