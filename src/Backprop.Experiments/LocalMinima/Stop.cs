using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>What keeps a run from learning.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StopCause>))]
internal enum StopCause
{
    /// <summary>It still moves: continued, it gets out, or a direction still leads down.</summary>
    [JsonStringEnumMemberName("plateau")] Plateau,
    /// <summary>Units sit in the tails of the logistic function, where derivatives vanish: E falls only as weights grow without bound.</summary>
    [JsonStringEnumMemberName("saturation")] Saturation,
    /// <summary>A minimum at finite weights: the gradient is zero and no direction leads down.</summary>
    [JsonStringEnumMemberName("true minimum")] TrueMinimum,
}

/// <summary>Why a run did not learn within the sweeps allowed, and the evidence, measured after ten times as many sweeps or when it had learned.</summary>
internal sealed record Stop
{
    // A finite minimum is where Newton's method converges without going far, and where the surface bends upwards every way.
    private const double Near = 3;
    private const double Flat = 1e-7;
    // y(1 − y) of a unit that is beyond 0.947 or below 0.053.
    private const double Tail = 0.05;

    /// <summary>The cause.</summary>
    public required StopCause Cause { get; init; }

    /// <summary>The sweep at which the continued run had learned; null if it never did.</summary>
    public int? LearnedLater { get; init; }

    /// <summary>E.</summary>
    public double Error { get; init; }

    /// <summary>The greatest |∂E/∂w| when Newton's method had been let go on from there; null for a run that learned.</summary>
    public double? GreatestDerivative { get; init; }

    /// <summary>How far Newton's method went.</summary>
    public double? Moved { get; init; }

    /// <summary>The least eigenvalue of the second derivatives there.</summary>
    public double? LeastCurvature { get; init; }

    /// <summary>The greatest eigenvalue.</summary>
    public double? GreatestCurvature { get; init; }

    /// <summary>The share of hidden states, over units and cases, or of wrong outputs if that is more, with y(1 − y) below 0.05.</summary>
    public double? Saturated { get; init; }

    /// <summary>The most weights of a net of which the cause can be found: the second derivatives are a square matrix.</summary>
    internal const int MostWeights = 300;

    /// <summary>Finds what stopped a net of logistic units that did not learn even when continued.</summary>
    internal static Stop Of(Network<double> net, Cases cases, ErrorMeasure? measure = null)
    {
        var point = StationaryPoint.Near(new ErrorSurface(net.Topology, cases, measure), net.Weights);
        var saturated = SaturatedShare(net, cases);
        var isMinimum = point.GreatestDerivative <= StationaryPoint.ZeroDerivative && point.Moved <= Near
            && point.LeastCurvature > Flat * point.GreatestCurvature;
        return new Stop
        {
            Cause = isMinimum ? StopCause.TrueMinimum : saturated >= 0.5 ? StopCause.Saturation : StopCause.Plateau,
            Error = net.Evaluate(cases, measure).Error,
            GreatestDerivative = point.GreatestDerivative,
            Moved = point.Moved,
            LeastCurvature = point.LeastCurvature,
            GreatestCurvature = point.GreatestCurvature,
            Saturated = saturated,
        };
    }

    private static double SaturatedShare(Network<double> net, Cases cases)
    {
        var activity = net.Run(cases);
        int hidden = 0, hiddenInTail = 0, wrong = 0, wrongInTail = 0;
        foreach (var group in net.Topology.Groups.Where(group => !group.IsInput))
        {
            var targets = cases.Targets.FirstOrDefault(values => values.Group is null || values.Group == group.Name);
            for (var c = 0; c < cases.Count; c++)
            {
                var states = activity[group, c];
                for (var unit = 0; unit < group.Size; unit++)
                {
                    var inTail = states[unit] * (1 - states[unit]) < Tail;
                    if (!group.IsOutput)
                    {
                        hidden++;
                        if (inTail) hiddenInTail++;
                    }
                    // A target that is not given is NaN, which nothing exceeds.
                    else if (targets is not null && Math.Abs(states[unit] - targets[c, unit]) > 0.5)
                    {
                        wrong++;
                        if (inTail) wrongInTail++;
                    }
                }
            }
        }
        return Math.Max(hidden == 0 ? 0 : (double)hiddenInTail / hidden, wrong == 0 ? 0 : (double)wrongInTail / wrong);
    }
}
