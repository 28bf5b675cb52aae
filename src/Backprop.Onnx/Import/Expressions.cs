namespace Backprop.Onnx;

/// <summary>
/// How values were computed from others, unit by unit: a graph may write one unit function as several nodes (x · sigmoid x). What the nodes
/// compute is found by computing it, whatever their order and constants.
/// </summary>
internal sealed class Expressions
{
    private const int MostSteps = 64;
    private const int MostVariables = 8;
    private readonly Dictionary<Meaning, Step> steps = new(ReferenceEqualityComparer.Instance);

    /// <summary>Remembers that a value is a function of others; an argument is a value or a number.</summary>
    public void Add(Meaning value, Func<double, double, double> function, object first, object second) => steps.TryAdd(value, new Step(function, first, second));

    public void Add(Meaning value, Func<double, double> function, Meaning argument) => steps.TryAdd(value, new Step((x, _) => function(x), argument, 0.0));

    /// <summary>The values that this one may be a function of, the nearest first, each with the function.</summary>
    public IEnumerable<(Meaning Variable, Func<double, double> Function)> FunctionsOf(Meaning value)
    {
        foreach (var variable in Variables(value))
        {
            var order = new List<Meaning>();
            if (Order(value, variable, order, new(ReferenceEqualityComparer.Instance), 0)) yield return (variable, x => Compute(order, variable, x));
        }
    }

    private IEnumerable<Meaning> Variables(Meaning value)
    {
        var seen = new HashSet<Meaning>(ReferenceEqualityComparer.Instance) { value };
        var waiting = new Queue<Meaning>([value]);
        var found = 0;
        while (waiting.TryDequeue(out var next) && seen.Count < MostSteps && found < MostVariables)
        {
            if (!steps.TryGetValue(next, out var step)) continue;
            foreach (var argument in step.Arguments.OfType<Meaning>())
            {
                if (!seen.Add(argument)) continue;
                waiting.Enqueue(argument);
                if (argument is not (Meaning.States or Meaning.Total)) continue;
                found++;
                yield return argument;
            }
        }
    }

    // The steps from the variable to the value, each after its arguments; false where something else than the variable is needed.
    private bool Order(Meaning value, Meaning variable, List<Meaning> order, HashSet<Meaning> done, int depth)
    {
        if (ReferenceEquals(value, variable) || done.Contains(value)) return true;
        if (depth >= MostSteps || order.Count >= MostSteps || !steps.TryGetValue(value, out var step)) return false;
        foreach (var argument in step.Arguments.OfType<Meaning>())
            if (!Order(argument, variable, order, done, depth + 1)) return false;
        done.Add(value);
        order.Add(value);
        return order.Count <= MostSteps;
    }

    private double Compute(List<Meaning> order, Meaning variable, double x)
    {
        var results = new Dictionary<Meaning, double>(ReferenceEqualityComparer.Instance) { [variable] = x };
        foreach (var value in order)
        {
            var step = steps[value];
            results[value] = step.Function(Number(step.First), Number(step.Second));
        }
        return results[order[^1]];

        double Number(object argument) => argument is Meaning other ? results[other] : (double)argument;
    }

    private sealed record Step(Func<double, double, double> Function, object First, object Second)
    {
        public object[] Arguments => [First, Second];
    }
}
