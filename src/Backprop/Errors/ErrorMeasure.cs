namespace Backprop;

/// <summary>
/// The error E that learning minimizes: a sum over cases and units, not a mean (point 3). Desired states that are
/// "don't care" add nothing; the error of a case is multiplied by its weight.
/// </summary>
/// <example>
/// <code>
/// ErrorMeasure tolerant = new SumOfSquares { Tolerance = Tolerance.Edge(0.2) };
/// ErrorMeasure both = ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary&lt;string, ErrorMeasure&gt; { ["class"] = new CrossEntropy() });
/// </code>
/// </example>
public abstract record ErrorMeasure
{
    private protected ErrorMeasure() { }

    /// <summary>The name by which settings are stored and printed.</summary>
    public abstract string Name { get; }

    /// <summary>One measure for some output groups and another for the rest, as for a table with categorical and numeric targets.</summary>
    /// <param name="otherwise">For the groups not named.</param>
    /// <param name="groups">The measure of each named group; copied.</param>
    /// <returns>A measure for nets that have all the named groups among their outputs.</returns>
    public static ErrorMeasure ByGroup(ErrorMeasure otherwise, IReadOnlyDictionary<string, ErrorMeasure> groups)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        ArgumentNullException.ThrowIfNull(groups);
        return new ErrorByGroup(otherwise, ValueDictionary.Of(groups));
    }

    internal abstract ErrorKernel<T> Bind<T>(Group group)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Gets the desired states of a group, with "don't care" for those that have no part in E.</summary>
    /// <exception cref="CasesException">A desired state is out of the measure's range.</exception>
    internal virtual CaseValues ActiveTargets(Group group, CaseValues targets, CaseValues? clamps) => targets;

    /// <summary>Throws if the measure does not fit the net.</summary>
    internal virtual void Check(Topology topology)
    {
    }
}

/// <summary>E = ½ Σ e², e = y − d outside the tolerance (equations 3 and 4).</summary>
public sealed record SumOfSquares : ErrorMeasure
{
    /// <summary>The band in which a unit has no error; <see cref="Tolerance.None"/> by default.</summary>
    public Tolerance Tolerance { get; init; } = Tolerance.None;

    /// <inheritdoc/>
    public override string Name => "sum of squares";

    internal override ErrorKernel<T> Bind<T>(Group group) => Tolerance.Kind switch
    {
        ToleranceKind.Dead => ErrorKernel<T>.Of(new SquaredError<DeadDistance>(new(Tolerance.Band))),
        ToleranceKind.Edge => ErrorKernel<T>.Of(new SquaredError<EdgeDistance>(new(Tolerance.Band))),
        _ => ErrorKernel<T>.Of(new SquaredError<PlainDistance>()),
    };
}

/// <summary>
/// E = −Σ [d ln y + (1 − d) ln(1 − y)] for a logistic group and −Σ d ln y for a softmax group; of both ∂E/∂x = y − d where Σ d = 1.
/// Computed from total inputs, so that a saturated unit has a finite error. Desired states are from 0 to 1; a clamped unit,
/// whose state does not follow from its total input, adds nothing, as if its desired state were "don't care"; nor does a lesioned one,
/// whose state of 0 would have an infinite error.
/// </summary>
public sealed record CrossEntropy : ErrorMeasure
{
    /// <inheritdoc/>
    public override string Name => "cross-entropy";

    internal override ErrorKernel<T> Bind<T>(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.UnitFunction == UnitFunction.Logistic)
            return ErrorKernel<T>.Of(new LogisticCrossEntropy());
        if (group.UnitFunction == UnitFunction.Softmax)
            return ErrorKernel<T>.OfSoftmax();
        throw new TopologyException(
            $"Cross-entropy needs logistic or softmax units, but group '{group.Name}' has {group.UnitFunction.Name} units; change the units or use the sum of squares.");
    }

    internal override CaseValues ActiveTargets(Group group, CaseValues targets, CaseValues? clamps)
    {
        if (targets.IsOneHot && clamps is null && group.LesionedUnits.Count == 0)
            return targets;
        var active = targets.Select((@case, unit) =>
        {
            var desired = targets[@case, unit];
            if (desired is < 0 or > 1)
                throw new CasesException(FormattableString.Invariant($"case {@case} desires {desired} of {group.UnitText(unit)} of group '{group.Name}', but cross-entropy needs desired states from 0 to 1; scale them, or use the sum of squares."));
            return (clamps is not null && !double.IsNaN(clamps[@case, unit])) || group.LesionedUnits.Contains(unit) ? Cases.DontCare : desired;
        });
        return clamps is null && group.LesionedUnits.Count == 0 ? targets : active;
    }
}

/// <summary>One measure per group; see <see cref="ErrorMeasure.ByGroup"/>.</summary>
internal sealed record ErrorByGroup(ErrorMeasure Otherwise, IReadOnlyDictionary<string, ErrorMeasure> Groups) : ErrorMeasure
{
    public override string Name => "by group";

    internal override void Check(Topology topology)
    {
        foreach (var name in Groups.Keys)
        {
            if (!topology.Outputs.Any(group => group.Name == name))
                throw new ArgumentException($"An error measure is given for group '{name}', which is not an output group of the net; those are {Topology.Names(topology.Outputs.Select(static group => group.Name))}.");
        }
    }

    internal override ErrorKernel<T> Bind<T>(Group group) => Groups.GetValueOrDefault(group.Name, Otherwise).Bind<T>(group);

    internal override CaseValues ActiveTargets(Group group, CaseValues targets, CaseValues? clamps) => Groups.GetValueOrDefault(group.Name, Otherwise).ActiveTargets(group, targets, clamps);
}
