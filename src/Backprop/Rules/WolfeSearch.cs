namespace Backprop;

/// <summary>
/// A line search for the strong Wolfe conditions: E falls by at least c₁ of what the slope at the start promises, and the slope falls to at most c₂ of it
/// (Nocedal and Wright 2006, algorithms 3.5 and 3.6, by cubic interpolation). Where E falls less than it is rounded, the slopes alone decide (Hager and Zhang 2005, approximate Wolfe conditions).
/// </summary>
/// <param name="count">The number of weights.</param>
/// <param name="sufficient">c₁.</param>
/// <param name="curvature">c₂.</param>
internal sealed unsafe class WolfeSearch<T>(int count, double sufficient, double curvature)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Maximum number of places where E is derived.</summary>
    private const int MostPlaces = 30;

    private readonly AlignedBuffer<T> start = new(count);
    private Objective<T> objective = null!;
    private T* direction;
    private Place origin;
    private int places;

    /// <summary>The weights at which the last search began.</summary>
    internal T* Start => start.Pointer;

    /// <summary>Moves the weights along a direction. E and ∂E/∂w are derived where it ends.</summary>
    /// <param name="along">What is minimized; derived with its current weights.</param>
    /// <param name="towards">The direction.</param>
    /// <param name="slope">The slope of E along it, below 0.</param>
    /// <param name="first">The step to try first.</param>
    /// <returns>The step, in units of the direction; 0 if E does not fall, and then the weights are as they were.</returns>
    internal double Run(Objective<T> along, T* towards, double slope, double first)
    {
        (objective, places) = (along, 0);
        direction = towards;
        along.Weights.CopyTo(start.Span);
        origin = new Place(0, along.Error, slope);
        var step = Bracket(first);
        if (step == 0)
            start.Span.CopyTo(along.Weights);
        return step;
    }

    /// <summary>Goes on until two places have one between them that will do.</summary>
    private double Bracket(double step)
    {
        var before = origin;
        while (places < MostPlaces)
        {
            var here = Derive(step);
            if (!double.IsFinite(here.Error) || !FallsEnough(here) || (before.Step > 0 && here.Error >= before.Error))
                return IsAcceptedBySlopes(here) ? step : Narrow(before, here);
            if (Math.Abs(here.Slope) <= -curvature * origin.Slope)
                return step;
            if (here.Slope >= 0)
                return Narrow(here, before);
            var (least, most) = (step + (1.1 * (step - before.Step)), step + (4 * (step - before.Step)));
            step = Math.Clamp(Cubic(before, here), least, most);
            before = here;
        }
        return before.Step;
    }

    /// <summary>Narrows an interval in which a place will do: <paramref name="low"/> has the least E of those that fall enough.</summary>
    private double Narrow(Place low, Place high)
    {
        while (places < MostPlaces)
        {
            var (width, middle) = (high.Step - low.Step, 0.5 * (low.Step + high.Step));
            if (Math.Abs(width) <= 1e-14 * Math.Max(low.Step, high.Step))
                break;
            var step = double.IsFinite(high.Error) && double.IsFinite(high.Slope) ? Cubic(low, high) : middle;
            var (near, far) = (low.Step + (0.1 * width), high.Step - (0.1 * width));
            if (!(step >= Math.Min(near, far) && step <= Math.Max(near, far)))
                step = middle;
            var here = Derive(step);
            if (double.IsFinite(here.Error) && IsAcceptedBySlopes(here))
                return step;
            if (!double.IsFinite(here.Error) || !FallsEnough(here) || here.Error >= low.Error)
            {
                high = here;
                continue;
            }
            if (Math.Abs(here.Slope) <= -curvature * origin.Slope)
                return step;
            if (here.Slope * width >= 0)
                high = low;
            low = here;
        }
        if (low.Step == 0 || !(low.Error < origin.Error))
            return 0;
        Derive(low.Step);
        return low.Step;
    }

    private bool FallsEnough(Place here) => here.Error <= origin.Error + (sufficient * here.Step * origin.Slope);

    /// <summary>E is a sum of roundings: where it is the same but for them, only slopes tell.</summary>
    private bool IsAcceptedBySlopes(Place here)
    {
        var rounding = (typeof(T) == typeof(float) ? 1e-7 : 1e-15) * Math.Abs(origin.Error);
        return here.Error <= origin.Error + rounding && here.Slope <= ((2 * sufficient) - 1) * origin.Slope && here.Slope >= curvature * origin.Slope;
    }

    private Place Derive(double step)
    {
        places++;
        objective.Work.Combine(objective.WeightPointer, start.Pointer, T.CreateTruncating(step), direction, count);
        var error = objective.Derive();
        return new Place(step, error, double.IsFinite(error) ? objective.Work.Dot(objective.GradientPointer, direction, count) : double.NaN);
    }

    /// <summary>Where the cubic through two places with their slopes is least (Nocedal and Wright, equation 3.59); NaN if it has no minimum.</summary>
    private static double Cubic(Place a, Place b)
    {
        var d1 = a.Slope + b.Slope - (3 * (a.Error - b.Error) / (a.Step - b.Step));
        var d2 = Math.Sign(b.Step - a.Step) * Math.Sqrt((d1 * d1) - (a.Slope * b.Slope));
        var least = b.Step - ((b.Step - a.Step) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
        return double.IsFinite(least) ? least : b.Step + (b.Step - a.Step);
    }

    /// <summary>A place on the line: how far it is, E and its slope there.</summary>
    private readonly record struct Place(double Step, double Error, double Slope);
}
