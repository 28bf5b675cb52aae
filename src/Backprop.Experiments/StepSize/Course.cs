namespace Backprop.Experiments;

/// <summary>One way down the error surface.</summary>
internal sealed record Course
{
    /// <summary>The least number of sweeps after which E was below a thousandth of what it was at the start, and stayed so; null: it never was.</summary>
    public int? Arrived { get; init; }

    /// <summary>The share of sweeps that stepped back across the valley: whose change across it has the other sign than the one before. Only sweeps before the arrival count.</summary>
    public required double Reversals { get; init; }

    /// <summary>E at the end.</summary>
    public required double Error { get; init; }

    /// <summary>The two weights at the start and after each of the first 100 sweeps.</summary>
    public required IReadOnlyList<double[]> Path { get; init; }
}

/// <summary>Three courses from one starting point.</summary>
internal sealed record StepSizeRun
{
    /// <summary>Fixes the starting point.</summary>
    public required ulong Seed { get; init; }

    /// <summary>ε too large, no momentum.</summary>
    public required Course TooLarge { get; init; }

    /// <summary>ε too small, no momentum.</summary>
    public required Course TooSmall { get; init; }

    /// <summary>The same small ε with momentum.</summary>
    public required Course WithMomentum { get; init; }
}

/// <summary>What one kind of course did from all starting points.</summary>
/// <param name="Arrived">Sweeps until it had arrived.</param>
/// <param name="MeanReversals">The mean share of sweeps that stepped back across the valley.</param>
internal sealed record CourseSummary(Distribution Arrived, double MeanReversals)
{
    internal static CourseSummary Of(IReadOnlyList<Course> courses) =>
        new(Distribution.Of(courses.Select(course => (double?)course.Arrived)), courses.Average(course => course.Reversals));
}

/// <summary>What the three kinds of course did.</summary>
/// <param name="TooLarge">ε too large, no momentum.</param>
/// <param name="TooSmall">ε too small, no momentum.</param>
/// <param name="WithMomentum">The same small ε with momentum.</param>
internal sealed record StepSizeSummary(CourseSummary TooLarge, CourseSummary TooSmall, CourseSummary WithMomentum);
