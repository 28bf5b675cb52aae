using System.Globalization;

namespace Backprop;

/// <summary>Names of unit functions as text: "clip(0, 6)" is the function clip with its two parameters. What is written is read as exactly the same numbers. Also the short names that other tools use.</summary>
internal static class ParameterNames
{
    public const string LeakyRectifiedLinear = "leaky rectified linear", Elu = "elu", HardSigmoid = "hard sigmoid", Clip = "clip";

    // What stands behind a short name is the full one, or the function with its usual parameters.
    private static readonly (string Short, string Full, Func<UnitFunction> Usual)[] Shorts =
    [
        ("sigmoid", "logistic", static () => UnitFunction.Logistic),
        ("relu", "rectified linear", static () => UnitFunction.RectifiedLinear),
        ("linear", "identity", static () => UnitFunction.Identity),
        ("leaky relu", LeakyRectifiedLinear, static () => UnitFunction.LeakyRectifiedLinear()),
        (LeakyRectifiedLinear, LeakyRectifiedLinear, static () => UnitFunction.LeakyRectifiedLinear()),
        (Elu, Elu, static () => UnitFunction.Elu()),
        ("swish", "silu", static () => UnitFunction.Silu),
        (HardSigmoid, HardSigmoid, static () => UnitFunction.HardSigmoid()),
        ("hard tanh", "clip(-1, 1)", static () => UnitFunction.Clip(-1, 1)),
        ("relu6", "clip(0, 6)", static () => UnitFunction.Clip(0, 6)),
        ("step", "threshold", static () => UnitFunction.Threshold),
    ];

    public static IReadOnlyList<string> ShortNames { get; } = [.. Shorts.Select(static entry => entry.Short)];

    /// <summary>The name with parameters behind it.</summary>
    public static string Of(string function, params ReadOnlySpan<double> parameters)
    {
        var texts = new string[parameters.Length];
        for (var k = 0; k < texts.Length; k++)
            texts[k] = parameters[k].ToString("R", CultureInfo.InvariantCulture);
        return $"{function}({string.Join(", ", texts)})";
    }

    /// <summary>The name before the parentheses and the numbers in them, NaN for what is none; null where there are no parentheses.</summary>
    public static (string Function, double[] Parameters)? Split(string name)
    {
        var open = name.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !name.EndsWith(')'))
            return null;
        return (name[..open], [.. name[(open + 1)..^1].Split(',').Select(static text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)]);
    }

    /// <summary>The function that is called so, with parameters behind the name; null where there is none, and what is wrong if the function is known.</summary>
    public static UnitFunction? Read(string name, out string problem)
    {
        problem = "";
        if (Split(name) is not var (function, parameters) || CountOf(function) is not { } count)
            return null;
        if (parameters.Length != count)
            problem = $"'{function}' needs {(count == 1 ? "a number" : "two numbers")} in parentheses";
        else if (Array.Exists(parameters, double.IsNaN))
            problem = $"what stands in the parentheses behind '{function}' must be {(count == 1 ? "a number" : "two numbers")}, as in '{Example(function)}'";
        else if (!AreValid(function, parameters))
            problem = function == Clip ? "the first number must be below the second one" : $"{(function == HardSigmoid ? "the numbers must be finite, and the first one not 0" : "the number must be finite")}";
        return problem.Length > 0 ? null : function switch
        {
            LeakyRectifiedLinear => UnitFunction.LeakyRectifiedLinear(parameters[0]),
            Elu => UnitFunction.Elu(parameters[0]),
            HardSigmoid => UnitFunction.HardSigmoid(parameters[0], parameters[1]),
            _ => UnitFunction.Clip(parameters[0], parameters[1]),
        };
    }

    /// <summary>The function that other tools call so, in any case of letters; null for other names.</summary>
    public static UnitFunction? OfShortName(string name)
    {
        foreach (var (text, full, usual) in Shorts)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                return usual();
            if (name.StartsWith(text + "(", StringComparison.OrdinalIgnoreCase) && Read(full + name[text.Length..], out _) is { } function)
                return function;
        }
        return null;
    }

    private static string Example(string function) => function switch
    {
        LeakyRectifiedLinear => UnitFunction.LeakyRectifiedLinear().Name,
        Elu => UnitFunction.Elu().Name,
        HardSigmoid => UnitFunction.HardSigmoid().Name,
        _ => UnitFunction.Clip(0, 6).Name,
    };

    private static int? CountOf(string function) => function switch
    {
        LeakyRectifiedLinear or Elu => 1,
        HardSigmoid or Clip => 2,
        _ => null,
    };

    private static bool AreValid(string function, double[] parameters) => function switch
    {
        Clip => parameters[0] < parameters[1],
        HardSigmoid => Array.TrueForAll(parameters, double.IsFinite) && parameters[0] != 0,
        _ => double.IsFinite(parameters[0]),
    };
}
